internal import NIOCore

/// What the server gives to its clients at most.
package struct ServerLimits: Hashable, Sendable {
    package var connections = 256
    package var connectionsPerUser = 64
    /// Bytes of one request's body.
    package var body = 100 * 1024 * 1024
    /// Bytes of all bodies that are in memory at once.
    package var bodies = 512 * 1024 * 1024
    /// How long a connection may be idle, and a request's head may take.
    package var idle: Duration = .seconds(60)
    /// How long a request's body may take.
    package var bodyTime: Duration = .seconds(60)
    /// How long a client may stop reading.
    package var stall: Duration = .seconds(30)

    package init() {}
}
