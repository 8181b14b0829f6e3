/// The kind of a stream that clients read while it is written.
enum StreamKind: String, CaseIterable, Hashable, Sendable {
    case sessionEvents = "session_events"
    case daemonEvents = "daemon_events"
    case output
    case stats
}
