internal import MayflyCore

/// Which objects got their names lately.
///
/// Pure: it is told what time it is. It forgets what is long ago whenever it has doubled, so that it never holds more than twice
/// what is recent.
struct RecentObjects {
    /// How long an object is recent.
    let time: Duration
    private var moments: [Digest: ContinuousClock.Instant] = [:]
    private var nextPruning = 1024

    /// - Parameter time: How long an object is recent.
    init(time: Duration) {
        self.time = time
    }

    var count: Int { moments.count }

    /// Notes that an object got its name.
    mutating func insert(_ digest: Digest, at now: ContinuousClock.Instant) {
        moments[digest] = now
        guard moments.count >= nextPruning else { return }
        moments = moments.filter { isRecent($0.value, at: now) }
        nextPruning = max(1024, 2 * moments.count)
    }

    /// Whether an object got its name lately.
    func contains(_ digest: Digest, at now: ContinuousClock.Instant) -> Bool {
        moments[digest].map { isRecent($0, at: now) } ?? false
    }

    private func isRecent(_ moment: ContinuousClock.Instant, at now: ContinuousClock.Instant) -> Bool {
        moment.duration(to: now) < time
    }
}
