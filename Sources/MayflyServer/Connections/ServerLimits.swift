/// The server's bounds for its clients.
package struct ServerLimits: Hashable, Sendable {
    package var connections = 256
    package var connectionsPerUser = 64
    /// The most bytes of one request's body.
    package var body = 100 * 1024 * 1024
    /// The most bytes of all bodies that are in memory at once; one user may have half of them.
    package var bodies = 256 * 1024 * 1024
    /// The most values in one request's JSON; the largest that any request needs is below 10,000.
    package var values = 65_536
    /// How long a connection may be open without a request.
    package var idle: Duration = .seconds(60)
    /// How long a request's head may take, from its first byte.
    package var headTime: Duration = .seconds(10)
    /// How long a request's body may take, from the end of its head.
    package var bodyTime: Duration = .seconds(60)
    /// How long a client may stop reading.
    package var stall: Duration = .seconds(30)
    /// How long answers may take once the server stops.
    package var farewell: Duration = .seconds(5)

    package init() {}
}
