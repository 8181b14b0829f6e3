/// Why a session ended, with the evidence for it.
///
/// It is never guessed from an exit code.
package struct Verdict: Hashable, Sendable, Codable {
    package var name: VerdictName
    /// The exit code, when the script's main process exited.
    package var exitCode: Int32?
    /// The signal's number, when a signal ended the script's main process.
    package var signal: Int32?
    /// The limit that was in force, for example `2s`.
    package var limit: String?
    /// The measured value, for example `2.001 s` or `65532Ki`; `nil` if the host does not measure it.
    package var observed: String?
    /// The observation, for example `memory.events oom_kill 0→1`.
    package var evidence: String
    /// The set-up step that failed, for `setup_failed`.
    package var stage: String?
    /// The error of the failed step, for example `EPERM`.
    package var errno: String?
    /// The refused system call that ended the session, for `syscall_denied`; for example `ptrace`.
    package var systemCall: String?
    /// Who ended the session, for `killed` and `revoked`; for example `uid 1000`.
    package var by: String?
    /// The reason of the person who ended it.
    package var reason: String?
    /// The rule that refused the session, for `refused`.
    package var rule: String?

    package init(_ name: VerdictName, evidence: String) {
        self.name = name
        self.evidence = evidence
    }
}
