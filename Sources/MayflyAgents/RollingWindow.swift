internal import MayflyCore

/// What was taken lately, in the order of its moments; how much of it counts is told without walking through it.
///
/// It counts until it is as old as the window is long. What is of a moment that is still to come, as the clock was set back since,
/// counts too: see ``goOn(to:)``.
struct RollingWindow: Sendable {
    private struct Entry {
        var at: Timestamp
        /// Of all that was taken up to this one, those included that do not count any more.
        var total: ChargeSum
    }

    /// As many as are over are kept until they are removed together.
    private static let mostOver = 64

    private let length: Duration
    private var entries: [Entry] = []
    /// How many of ``entries`` are over; they are the first.
    private var over = 0
    /// Of all that were removed as over.
    private var removed = ChargeSum()

    /// - Parameter length: For how long something counts.
    init(_ length: Duration) {
        self.length = length
    }

    /// Enters what was taken at a moment.
    mutating func add(_ charge: Charge, at moment: Timestamp) {
        var place = entries.count
        // Mostly the last one: what comes later is of an earlier moment only where the disk was slow.
        while place > over, entries[place - 1].at > moment { place -= 1 }
        var total = total(before: place)
        total += ChargeSum(charge)
        entries.insert(Entry(at: moment, total: total), at: place)
        for later in entries.indices.dropFirst(place + 1) { entries[later].total += ChargeSum(charge) }
    }

    /// Takes out the last that was entered for a moment; if the clock was set back since, it is of an earlier one now.
    mutating func removeLast(at moment: Timestamp) {
        guard let place = entries[over...].lastIndex(where: { $0.at <= moment }) else { return }
        let part = entries[place].total - total(before: place)
        entries.remove(at: place)
        for later in entries.indices.dropFirst(place) { entries[later].total -= part }
    }

    /// Says what time it is: what is still to come is of now from then on, and what is over is forgotten.
    ///
    /// What was taken when the clock was ahead was taken before now, but nobody knows how long before. If it were over at once, each
    /// small step back would free an agent of what it has just taken; if it kept its moment, it would count until the clock has come
    /// there again, and for the whole window after that. As of now it counts for one window more, and not longer.
    mutating func goOn(to now: Timestamp) {
        var place = entries.count
        while place > over, entries[place - 1].at > now {
            place -= 1
            entries[place].at = now
        }
        over = firstCounting(at: now)
        // Not before half of them are over: so none is moved more than once, on average.
        guard over > Self.mostOver, over > entries.count / 2 else { return }
        removed = total(before: over)
        entries.removeFirst(over)
        over = 0
    }

    /// How many count.
    func count(at now: Timestamp) -> Int { entries.count - firstCounting(at: now) }

    /// What those come to that count.
    func sum(at now: Timestamp) -> ChargeSum { total(before: entries.count) - total(before: firstCounting(at: now)) }

    /// When fewer than so many count.
    func wait(untilFewerThan most: Int, at now: Timestamp) -> Duration {
        guard most > 0, most <= entries.count - over else { return length }
        return wait(for: entries.count - most, at: now)
    }

    /// When those that count come to no more than a bound; `nil` if none counts.
    func wait(until part: KeyPath<ChargeSum, UInt128>, isAtMost bound: UInt128, at now: Timestamp) -> Duration? {
        let all = total(before: entries.count)[keyPath: part]
        let last = first(from: firstCounting(at: now)) { all - entries[$0].total[keyPath: part] <= bound }
        return last < entries.count ? wait(for: last, at: now) : nil
    }

    /// When an entry is over; of one that is still to come, as if it were of now.
    private func wait(for place: Int, at now: Timestamp) -> Duration {
        length - max(.zero, entries[place].at.duration(to: now))
    }

    private func total(before place: Int) -> ChargeSum { place > 0 ? entries[place - 1].total : removed }

    private func firstCounting(at now: Timestamp) -> Int {
        first(from: over) { entries[$0].at.duration(to: now) < length }
    }

    /// The first place of which something holds that holds of all that follow, too; the end if it holds of none.
    private func first(from start: Int, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (start, entries.count)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
