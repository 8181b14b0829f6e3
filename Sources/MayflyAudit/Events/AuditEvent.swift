package import MayflyCore

/// An event that the audit log records.
///
/// Leaves hold digests instead of bytes: no argument, no output and no input is in the log.
package enum AuditEvent: Hashable, Sendable {
    /// The daemon is ready to run sessions; `settings` and `agents` are the digests of those files, `nil` for a missing one.
    case daemonStarted(version: String, profiles: Digest?, trust: Digest?, settings: Digest?, agents: Digest?)
    /// The daemon has ended every session and stops; `unfinished` of them did not end in time.
    case daemonStopped(unfinished: Int)
    /// A version was added to the registry.
    case proposed(script: ScriptName, digest: Digest, by: UInt32)
    case approved(ApprovalFact)
    /// A reviewer has rejected a version.
    case rejected(script: ScriptName, digest: Digest, by: UInt32, reason: String)
    /// A version is still approved, but another one should be used.
    case deprecated(script: ScriptName, digest: Digest, by: UInt32, reason: String)
    /// All approvals of a digest were revoked, for good.
    case revoked(digest: Digest, by: UInt32, reason: String)
    case refused(RefusalFact)
    case started(StartFact)
    case ended(EndFact)
    /// A user ordered the end of a session.
    case killed(session: SessionID, by: UInt32, reason: String)
    /// A user had a finished session forgotten: its record, its output and its artifacts are gone, and this stays.
    case forgotten(session: SessionID, digest: Digest, verdict: VerdictName?, by: UInt32)
    /// Profiles and agents were read again, and these are in force now; `by` is `nil` when a signal requested it.
    case reloaded(profiles: Digest?, by: UInt32?, agents: Digest?)
    /// A user has made a workspace.
    case workspaceCreated(WorkspaceFact)
    /// A workspace with this number of files was destroyed.
    case workspaceDestroyed(WorkspaceFact, state: Digest, files: Int, reason: String, by: UInt32?)
    /// The trust files have changed.
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
