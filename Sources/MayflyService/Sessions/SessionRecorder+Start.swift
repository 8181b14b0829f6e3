internal import MayflyAudit
internal import MayflyStore

extension SessionRecorder {
    /// Writes the start of a session, together with its first record unless that is written already.
    ///
    /// If that fails, the record may be written alone: then the session ends, and its caller learns why.
    ///
    /// - Parameter done: Called once with the index of the start's leaf, once it is on the disk. It runs on the thread that writes, so
    ///   that the script waits for no change of thread, and must not block.
    func begin(
        _ session: LiveSession,
        leaf: AuditEvent,
        then done: @escaping @Sendable (Result<UInt64, StoreError>) -> Void
    ) {
        guard let first = session.first.take() else {
            return session.recorded.whenKept { [store] failure in
                guard failure == nil else { return done(.failure(.failed("its record could not be written"))) }
                store.begin(session.id, leaf: leaf, then: done)
            }
        }
        store.begin(first.draft, leaf: leaf) { result in
            guard case .failure = result else {
                session.recorded.keep(nil)
                return done(result)
            }
            session.first.put(first.record, first.entry)
            Task {
                await begin(session)
                done(result)
            }
        }
    }
}
