internal import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// The session that a key was used for before; `nil` when there is no key, or it is new.
    func earlier(_ key: SubmissionKey?, _ caller: Caller) async throws(ServiceError) -> Submission? {
        guard let key else { return nil }
        let use = try await storing { () async throws(StoreError) in try await self.store.use(of: key) }
        guard let use else { return nil }
        return try await replay(use, of: key, caller)
    }

    /// The session that a key was used for, if it came with the same body.
    func replay(_ use: SubmissionKey.Use, of key: SubmissionKey, _ caller: Caller) async throws(ServiceError)
        -> Submission
    {
        guard use.body == key.body else { throw .idempotencyKeyReused(use.session) }
        return Submission(session: use.session, isReplay: true)
    }
}
