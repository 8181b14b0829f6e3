internal import MayflyCore

/// Recent charges in the order of their moments; their sum is known without a walk through them.
///
/// A charge counts until it is as old as the window is long. If the clock was set back, a charge whose moment is still to come counts
/// too: see ``goOn(to:)``.
struct RollingWindow: Sendable {
    private struct Entry {
        var at: Timestamp
        /// The sum of all charges up to this one, including those that no longer count.
        var total: ChargeSum
    }

    /// The number of expired entries that are kept until they are removed together.
    private static let mostOver = 64

    private let length: Duration
    private var entries: [Entry] = []
    /// The number of expired entries, which are the first of ``entries``.
    private var over = 0
    /// The sum of all removed entries.
    private var removed = ChargeSum()

    /// - Parameter length: How long a charge counts.
    init(_ length: Duration) {
        self.length = length
    }

    /// Adds a charge of a moment.
    mutating func add(_ charge: Charge, at moment: Timestamp) {
        var place = entries.count
        // Usually at the end: only a slow disk makes an earlier moment arrive later.
        while place > over, entries[place - 1].at > moment { place -= 1 }
        var total = total(before: place)
        total += ChargeSum(charge)
        entries.insert(Entry(at: moment, total: total), at: place)
        for later in entries.indices.dropFirst(place + 1) { entries[later].total += ChargeSum(charge) }
    }

    /// Removes the last charge of a moment, which has become an earlier one if the clock was set back since.
    mutating func removeLast(at moment: Timestamp) {
        guard let place = entries[over...].lastIndex(where: { $0.at <= moment }) else { return }
        let part = entries[place].total - total(before: place)
        entries.remove(at: place)
        for later in entries.indices.dropFirst(place) { entries[later].total -= part }
    }

    /// Advances the window to the present time: charges of the future become charges of now, and expired ones are removed.
    ///
    /// A charge made while the clock was ahead lies in the past, but nobody knows how far. If it expired at once, each small step back
    /// would free an agent of its latest charges. If it kept its moment, it would count until the clock gets there again, and for the
    /// whole window after that. As a charge of now it counts for one more window only.
    mutating func goOn(to now: Timestamp) {
        var place = entries.count
        while place > over, entries[place - 1].at > now {
            place -= 1
            entries[place].at = now
        }
        over = firstCounting(at: now)
        // Not before half of them have expired, so that on average no entry is moved more than once.
        guard over > Self.mostOver, over > entries.count / 2 else { return }
        removed = total(before: over)
        entries.removeFirst(over)
        over = 0
    }

    /// The number of charges that count.
    func count(at now: Timestamp) -> Int { entries.count - firstCounting(at: now) }

    /// The sum of the charges that count.
    func sum(at now: Timestamp) -> ChargeSum { total(before: entries.count) - total(before: firstCounting(at: now)) }

    /// The time until fewer than `most` charges count.
    func wait(untilFewerThan most: Int, at now: Timestamp) -> Duration {
        guard most > 0, most <= entries.count - over else { return length }
        return wait(for: entries.count - most, at: now)
    }

    /// The time until the charges that count sum up to at most `bound`; `nil` if none counts.
    func wait(until part: KeyPath<ChargeSum, UInt128>, isAtMost bound: UInt128, at now: Timestamp) -> Duration? {
        let all = total(before: entries.count)[keyPath: part]
        let last = first(from: firstCounting(at: now)) { all - entries[$0].total[keyPath: part] <= bound }
        return last < entries.count ? wait(for: last, at: now) : nil
    }

    /// The time until an entry expires; a future entry counts as one of now.
    private func wait(for place: Int, at now: Timestamp) -> Duration {
        length - max(.zero, entries[place].at.duration(to: now))
    }

    private func total(before place: Int) -> ChargeSum { place > 0 ? entries[place - 1].total : removed }

    private func firstCounting(at now: Timestamp) -> Int {
        first(from: over) { entries[$0].at.duration(to: now) < length }
    }

    /// The first place from which on `holds` is true for all places; the end if for none.
    private func first(from start: Int, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (start, entries.count)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
