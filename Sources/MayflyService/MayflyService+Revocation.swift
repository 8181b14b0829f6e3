internal import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore
internal import WardenClient

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
        // What it has written anywhere goes with it; where a session still has that, at its end.
        await workspaces.sweep()
        return result
    }

    /// Has the warden write a revocation down, so that it outlives whatever becomes of this daemon's records.
    private func tellWarden(_ digest: Digest) {
        do throws(WardenClientError) {
            try warden.revoke(digest)
        } catch {
            // The next start of the daemon tells it again.
            logger.error("could not tell the warden", metadata: ["digest": "\(digest)", "error": "\(error)"])
        }
    }

    /// Tells the warden everything that was ever revoked: it may have missed what came just before an end.
    func repeatRevocations() async throws(ServiceError) {
        let digests = try await storing { () async throws(StoreError) in try await self.store.revokedDigests() }
        for digest in digests { tellWarden(digest) }
    }
}
