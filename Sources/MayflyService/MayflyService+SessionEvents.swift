package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// The events of a session from a position on.
    ///
    /// - Parameters:
    ///   - start: The sequence number of the reader's last event; 0 for all events.
    ///   - follows: Whether to continue until the session has ended, instead of up to now.
    /// - Throws: ``ServiceError/eventsForgotten(_:)`` when the order of the events before `start` is forgotten.
    package func events(
        _ id: SessionID,
        from start: UInt64,
        for caller: Caller,
        follows: Bool
    ) async throws(ServiceError) -> EventFollower {
        let source = try await eventSource(id, for: caller)
        // The end is read first: until then the log only grows.
        let end = source.end
        let (forgotten, last, seen) = source.withLog { ($0.forgotten, $0.end, $0.seen(before: start)) }
        let most = end.map { last + UInt64($0.record.artifacts.count) + 2 } ?? last
        guard start <= most else {
            throw .invalid(pointer: "?from", detail: "there is no event \(start) yet; the last one is \(most)")
        }
        guard start == 0 || start >= forgotten else { throw .eventsForgotten(id) }
        return EventFollower(
            source: source,
            seen: seen,
            closing: start > last ? start - last : 0,
            follows: follows,
            heartbeat: configuration.heartbeat
        )
    }

    private func eventSource(_ id: SessionID, for caller: Caller) async throws(ServiceError) -> EventSource {
        if let live = director.session(id) {
            guard caller.maySee(live.record) else { throw .sessionNotFound(id) }
            return .live(live)
        }
        let detail = try await session(id, for: caller)
        let log = try await storing { () async throws(StoreError) in try await self.store.events(of: id) }
        return .kept(store, detail, log ?? EventSource.log(of: detail.record))
    }
}
