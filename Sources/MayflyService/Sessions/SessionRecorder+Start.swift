internal import MayflyAudit
internal import MayflyStore

extension SessionRecorder {
    /// Writes the start of a session, and its first record with it where that is not written yet.
    ///
    /// If both cannot be written, the record may be written alone: then the session ends, and whoever asks is told why.
    ///
    /// - Parameter done: Called once with the index of the start's leaf, when it is on the disk, on the thread that writes;
    ///   must not wait. So the script waits for no change of thread.
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
