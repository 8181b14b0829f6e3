internal import Logging
internal import MayflyAudit
package import MayflyCore
package import MayflyStore

extension MayflyService {
    /// Forgets a finished session, with its output, its artifacts and its receipt; its records in the audit log stay.
    ///
    /// Only the session's owner and operators may do so, not everybody who may see the session. Quotas, keys of submissions and
    /// workspaces stay as they are.
    ///
    /// - Returns: The session as it was.
    package func forget(_ id: SessionID, by caller: Caller) async throws(ServiceError) -> SessionRecord {
        let record = try await record(id, for: caller)
        guard caller.mayChange else { throw .forbidden("auditors only read, and have no session forgotten") }
        guard caller.isOperator || caller.owns(record) else {
            throw .forbidden("only who asked for a session, and operators, may have it forgotten")
        }
        guard record.isFinished else { throw .notFinished(id) }
        let leaf = AuditEvent.forgotten(
            session: id,
            digest: record.digest,
            verdict: record.report?.verdict.name,
            by: caller.uid
        )
        let result = try await storing { () async throws(StoreError) in try await self.store.forget(id, leaf: leaf) }
        switch result {
        case .forgotten: break
        case .unfinished: throw .notFinished(id)
        case .unknown: throw .sessionNotFound(id)
        }
        // It may have ended only a moment ago; now nobody may see it any more.
        await director.forget(id)
        logger.notice("session forgotten", metadata: ["session": "\(id)", "by": "\(caller.text)"])
        return record
    }
}
