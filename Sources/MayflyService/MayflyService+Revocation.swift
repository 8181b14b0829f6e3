internal import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore
internal import WardenClient

extension MayflyService {
    /// Ends all approvals of a digest for good; its waiting sessions are refused.
    ///
    /// - Parameter kills: Whether to kill its running sessions too.
    package func revoke(
        _ reference: ScriptReference,
        reason: String,
        kills: Bool = true,
        by caller: Caller
    ) async throws(ServiceError) -> RevocationResult {
        guard caller.isApprover else { throw .forbidden("only approvers may revoke; ask one of them") }
        let digest = try await version(toDecide: reference).digest
        let revocation = RevocationRecord(digest: digest, by: caller.identity, reason: reason, createdAt: .now)
        let leaf = AuditEvent.revoked(digest: digest, by: caller.uid, reason: reason)
        let stored = try await storing { () async throws(StoreError) in
            try await self.store.add(revocation, leaves: [leaf])
        }
        logger.notice(
            "version revoked",
            metadata: ["digest": "\(digest)", "by": "\(caller.text)", "reason": "\(reason)"]
        )
        tellWarden(digest)
        let ending = SessionEnding(cause: .revoked(by: caller.text, reason: reason), immediately: true)
        var result = RevocationResult(record: stored, refused: 0, killed: 0)
        for id in await director.sessions(of: digest, onlyWaiting: !kills) {
            switch await end(id, ending) {
            case .dequeued: result.refused += 1
            case .ordered: result.killed += 1
            case .notThere, .failed: break
            }
        }
        // The workspaces that it has written go too; one that a session still holds goes at that session's end.
        await workspaces.sweep()
        return result
    }

    /// Makes the warden record a revocation, so that it survives even if this daemon's records are lost.
    private func tellWarden(_ digest: Digest) {
        do throws(WardenClientError) {
            try warden.revoke(digest)
        } catch {
            // The daemon repeats it at its next start.
            logger.error("could not tell the warden", metadata: ["digest": "\(digest)", "error": "\(error)"])
        }
    }

    /// Repeats all revocations to the warden, which may have missed the last ones before an end.
    func repeatRevocations() async throws(ServiceError) {
        let digests = try await storing { () async throws(StoreError) in try await self.store.revokedDigests() }
        for digest in digests { tellWarden(digest) }
    }
}
