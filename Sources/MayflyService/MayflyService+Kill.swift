internal import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Ends a session; returns it as it stands, which may be before its end.
    ///
    /// Only who asked for it, and operators, may do so: reviewers see each other's sessions, and end their own. It may be ordered
    /// again and again; the log has the first order, and the first that leaves no grace.
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
        // What had no cell has ended as soon as it is recorded; on a full disk that may take long.
        return try await wait(id, for: caller, atMost: result == .dequeued ? .seconds(5) : .zero)
    }

    /// Notes who ordered the end of a session.
    ///
    /// The order came first: a full disk must not keep a session alive. Its end leaf says the same.
    private func note(killing session: LiveSession, reason: String, immediately: Bool, by caller: Caller) {
        let event = AuditEvent.killed(session: session.id, by: caller.uid, reason: reason)
        guard session.takeOrder(immediately: immediately, note: { await self.note(event) }) else { return }
        logger.notice(
            "kill ordered",
            metadata: ["session": "\(session.id)", "by": "\(caller.text)", "reason": "\(reason)"]
        )
    }

    /// Whether a session has not ended, or its end is not recorded yet; asks no store.
    package func isLive(_ id: SessionID) -> Bool { director.session(id) != nil }

    /// What ``end(_:_:)`` did.
    enum EndResult: Hashable {
        case notThere
        /// It waited and was taken out of the queue; its end is being recorded.
        case dequeued
        case ordered
        /// The warden cannot be told; the session goes on.
        case failed
    }

    /// Ends a session wherever it is.
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
