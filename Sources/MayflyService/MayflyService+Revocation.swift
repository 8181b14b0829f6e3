internal import Logging
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Takes back every approval of a digest, for good; sessions of it that wait are refused.
    ///
    /// - Parameter kills: Whether sessions of it that run are ended as well.
    package func revoke(
        _ reference: ScriptReference,
        reason: String,
        kills: Bool = true,
        by caller: Caller
    ) async throws(ServiceError) -> RevocationResult {
        guard caller.isApprover else { throw .forbidden("only approvers may revoke; ask one of them") }
        let digest = try await version(toDecide: reference).digest
        let revocation = RevocationRecord(digest: digest, by: caller.identity, reason: reason, createdAt: .now)
        let stored = try await storing { () async throws(StoreError) in try await self.store.add(revocation) }
        logger.notice(
            "version revoked",
            metadata: ["digest": "\(digest)", "by": "\(caller.text)", "reason": "\(reason)"]
        )
        let ending = SessionEnding(cause: .revoked(by: caller.text, reason: reason), immediately: true)
        var result = RevocationResult(record: stored, refused: 0, killed: 0)
        for id in await director.sessions(of: digest, onlyWaiting: !kills) {
            switch await end(id, ending) {
            case .dequeued: result.refused += 1
            case .ordered: result.killed += 1
            case .notThere, .failed: break
            }
        }
        return result
    }
}
