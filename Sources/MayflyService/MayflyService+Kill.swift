internal import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Ends a session; returns its present state, which may be before its end.
    ///
    /// Only the session's owner and operators may do so: reviewers see each other's sessions, but end only their own. The order may be
    /// repeated; the log has the first order, and the first that leaves no grace period.
    package func kill(
        _ id: SessionID,
        reason: String,
        immediately: Bool,
        by caller: Caller
    ) async throws(ServiceError) -> SessionDetail {
        let record = try await record(id, for: caller)
        guard caller.mayChange else { throw .forbidden("auditors only read, and end no session") }
        guard caller.isOperator || caller.owns(record) else {
            throw .forbidden("only who asked for a session, and operators, may end it")
        }
        guard !record.isFinished, let session = director.session(id) else { throw .alreadyFinished(id) }
        let cause = SessionEnding.Cause.killed(by: caller.text, reason: reason)
        let result = await end(id, SessionEnding(cause: cause, immediately: immediately))
        guard result != .notThere else { throw .alreadyFinished(id) }
        guard result != .failed else { throw .internal("the order was not sent; the session goes on") }
        note(killing: session, reason: reason, immediately: immediately, by: caller)
        // A session without a cell has ended as soon as that is recorded, which may take long on a full disk.
        return try await wait(id, for: caller, atMost: result == .dequeued ? .seconds(5) : .zero)
    }

    /// Records who ordered the end of a session.
    ///
    /// The order itself comes first, because a full disk must not keep a session alive. Its end leaf has the same facts.
    private func note(killing session: LiveSession, reason: String, immediately: Bool, by caller: Caller) {
        let event = AuditEvent.killed(session: session.id, by: caller.uid, reason: reason)
        guard session.takeOrder(immediately: immediately, note: { await self.note(event) }) else { return }
        logger.notice(
            "kill ordered",
            metadata: ["session": "\(session.id)", "by": "\(caller.text)", "reason": "\(reason)"]
        )
    }

    /// Whether a session has not ended, or its end is not recorded yet; does not read the store.
    package func isLive(_ id: SessionID) -> Bool { director.session(id) != nil }

    /// The outcome of ``end(_:_:)``.
    enum EndResult: Hashable {
        case notThere
        /// It was waiting and has left the queue; its end is being recorded.
        case dequeued
        case ordered
        /// The warden cannot be reached; the session continues.
        case failed
    }

    /// Ends a session, whether it waits or runs.
    func end(_ id: SessionID, _ ending: SessionEnding) async -> EndResult {
        switch await director.end(id, ending) {
        case .unknown: return .notThere
        case .dequeued: return .dequeued
        case .toldWarden(let session):
            return runner.kill(session, ending) ? .ordered : .failed
        case .noted: return .ordered
        }
    }
}
