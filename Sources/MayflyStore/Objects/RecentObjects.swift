internal import MayflyCore

/// The objects that somebody holds, and those that were released lately.
///
/// Pure: it is told the time. It forgets old entries whenever it has doubled, so that it never holds more than twice the recent ones.
struct RecentObjects {
    let time: Duration
    /// How often each object is held.
    private var holds: [Digest: Int] = [:]
    private var moments: [Digest: ContinuousClock.Instant] = [:]
    private var nextPruning = 1024

    /// Makes an empty set whose objects are recent for this time.
    init(time: Duration) {
        self.time = time
    }

    var count: Int { moments.count }

    /// Notes a holder of an object, who has just given it its name.
    mutating func hold(_ digest: Digest) { holds[digest, default: 0] += 1 }

    /// Notes that one holder has released an object, which is recent from now on.
    mutating func release(_ digest: Digest, at now: ContinuousClock.Instant) {
        if let count = holds[digest], count > 1 { holds[digest] = count - 1 } else { holds[digest] = nil }
        moments[digest] = now
        guard moments.count >= nextPruning else { return }
        moments = moments.filter { isRecent($0.value, at: now) }
        nextPruning = max(1024, 2 * moments.count)
    }

    /// Whether an object is held, or was lately.
    func contains(_ digest: Digest, at now: ContinuousClock.Instant) -> Bool {
        holds[digest] != nil || moments[digest].map { isRecent($0, at: now) } ?? false
    }

    private func isRecent(_ moment: ContinuousClock.Instant, at now: ContinuousClock.Instant) -> Bool {
        moment.duration(to: now) < time
    }
}
