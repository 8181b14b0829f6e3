/// The word of an ``AuditEvent`` in a record of the log.
package enum AuditEventName: String, CaseIterable, Sendable {
    case daemonStarted = "daemon_started"
    case daemonStopped = "daemon_stopped"
    case proposed
    case approved
    case rejected
    case deprecated
    case revoked
    case refused
    case started
    case ended
    case killed
    case forgotten
    case reloaded
    case workspaceCreated = "workspace_created"
    case workspaceDestroyed = "workspace_destroyed"
    case trustChanged = "trust_changed"
}
