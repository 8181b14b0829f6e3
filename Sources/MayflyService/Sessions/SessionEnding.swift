internal import MayflyCore

/// The cause and the manner in which a session is ended.
struct SessionEnding: Hashable, Sendable {
    /// The cause, which decides the verdict.
    enum Cause: Hashable, Sendable {
        case killed(by: String, reason: String)
        case revoked(by: String, reason: String)
        case shutdown
    }

    var cause: Cause
    /// Whether to skip `SIGTERM` and the grace period after it.
    var immediately: Bool

    /// The verdict of a session that had no cell yet.
    var verdict: Verdict {
        switch cause {
        case .killed(let by, let reason):
            var verdict = Verdict(.killed, evidence: "taken out of the queue before it had a cell")
            (verdict.by, verdict.reason) = (by, reason)
            return verdict
        case .revoked(let by, let reason):
            var verdict = Verdict(.refused, evidence: "its approval was revoked while it waited")
            (verdict.by, verdict.reason, verdict.rule) = (by, reason, "script_revoked")
            return verdict
        case .shutdown:
            return Verdict(.daemonRestart, evidence: "the daemon stopped before the session had a cell")
        }
    }
}
