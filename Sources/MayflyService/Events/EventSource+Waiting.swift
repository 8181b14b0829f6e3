extension EventSource {
    /// The number of changes so far.
    var generation: UInt64 {
        switch self {
        case .live(let session): session.output.changes.generation
        case .kept: 0
        }
    }

    /// Waits until something happens after `generation`; returns whether it did in time.
    func changes(since generation: UInt64, within time: Duration) async -> Bool {
        guard case .live(let session) = self else { return true }
        let changes = session.output.changes
        return await changes.wait(atMost: time) { changes.generation != generation }
    }
}
