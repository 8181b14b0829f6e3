internal import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// The session for which a key was used before; `nil` when the key is new.
    func earlier(_ key: SubmissionKey) async throws(ServiceError) -> Submission? {
        let use = try await storing { () async throws(StoreError) in try await self.store.use(of: key) }
        guard let use else { return nil }
        return try replay(use, of: key)
    }

    /// The session for which a key was used, if the request had the same body.
    func replay(_ use: SubmissionKey.Use, of key: SubmissionKey) throws(ServiceError) -> Submission {
        guard use.body == key.body else { throw .idempotencyKeyReused(use.session) }
        return Submission(session: use.session, isReplay: true)
    }
}
