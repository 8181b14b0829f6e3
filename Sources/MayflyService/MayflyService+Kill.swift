internal import Logging
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// Ends a session; returns it as it stands, which may be before its end.
    package func kill(
        _ id: SessionID,
        reason: String,
        immediately: Bool,
        by caller: Caller
    ) async throws(ServiceError) -> SessionDetail {
        let detail = try await session(id, for: caller)
        guard !detail.record.isFinished else { throw .alreadyFinished(id) }
        let cause = SessionEnding.Cause.killed(by: caller.text, reason: reason)
        guard await end(id, SessionEnding(cause: cause, immediately: immediately)) != .notThere else {
            throw .alreadyFinished(id)
        }
        logger.notice("kill ordered", metadata: ["session": "\(id)", "by": "\(caller.text)", "reason": "\(reason)"])
        return try await session(id, for: caller)
    }

    /// What ``end(_:_:)`` did.
    enum EndResult: Hashable {
        case notThere
        /// It waited and was taken out of the queue.
        case dequeued
        case ordered
    }

    /// Ends a session wherever it is.
    func end(_ id: SessionID, _ ending: SessionEnding) async -> EndResult {
        switch await director.end(id, ending) {
        case .unknown: return .notThere
        case .dequeued(let session):
            await recorder.finish(session, verdict: ending.verdict)
            await director.remove(id)
            return .dequeued
        case .toldWarden(let session):
            runner.kill(session, ending)
            return .ordered
        case .noted: return .ordered
        }
    }
}
