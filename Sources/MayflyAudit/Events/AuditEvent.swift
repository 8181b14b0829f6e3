package import MayflyCore

/// Something that the audit log records.
///
/// Leaves hold digests where there are bytes: no argument, no output and no input is in the log.
package enum AuditEvent: Hashable, Sendable {
    /// The daemon is ready to run sessions; `settings` and `agents` are those of its files, `nil` where there is none.
    case daemonStarted(version: String, profiles: Digest?, trust: Digest?, settings: Digest?, agents: Digest?)
    /// The daemon has ended every session and stops; `unfinished` did not end in time.
    case daemonStopped(unfinished: Int)
    /// A version was taken into the registry.
    case proposed(script: ScriptName, digest: Digest, by: UInt32)
    case approved(ApprovalFact)
    /// A reviewer has turned a version down, or its author has taken it back: whoever proposed it last.
    case rejected(script: ScriptName, digest: Digest, by: UInt32, reason: String)
    /// A version is still approved, and another one should be used.
    case deprecated(script: ScriptName, digest: Digest, by: UInt32, reason: String)
    /// Every approval of a digest was taken back, for good.
    case revoked(digest: Digest, by: UInt32, reason: String)
    case refused(RefusalFact)
    case started(StartFact)
    case ended(EndFact)
    /// Somebody ordered the end of a session.
    case killed(session: SessionID, by: UInt32, reason: String)
    /// Somebody had a finished session forgotten: its record, its output and its artifacts are gone, and this stays.
    case forgotten(session: SessionID, digest: Digest, verdict: VerdictName?, by: UInt32)
    /// Profiles and agents were read again, and these are in force now; `by` is `nil` when a signal asked for it.
    case reloaded(profiles: Digest?, by: UInt32?, agents: Digest?)
    /// Somebody has made a workspace.
    case workspaceCreated(WorkspaceFact)
    /// A workspace is gone, with so many files.
    case workspaceDestroyed(WorkspaceFact, state: Digest, files: Int, reason: String, by: UInt32?)
    /// The trust files are others than before.
    case trustChanged(from: Digest?, to: Digest?)
}

extension AuditEvent {
    /// The event's word in a leaf.
    package var name: AuditEventName {
        switch self {
        case .daemonStarted: .daemonStarted
        case .daemonStopped: .daemonStopped
        case .proposed: .proposed
        case .approved: .approved
        case .rejected: .rejected
        case .deprecated: .deprecated
        case .revoked: .revoked
        case .refused: .refused
        case .started: .started
        case .ended: .ended
        case .killed: .killed
        case .forgotten: .forgotten
        case .reloaded: .reloaded
        case .workspaceCreated: .workspaceCreated
        case .workspaceDestroyed: .workspaceDestroyed
        case .trustChanged: .trustChanged
        }
    }
}
