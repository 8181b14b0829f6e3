internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Talks to the daemon over its Unix socket.
///
/// A connection answers requests one after another, and is kept for all requests of one ``connect(_:)``. To send a request while
/// following a stream, connect twice.
package struct DaemonClient: Sendable {
    /// One thread is enough for a command's few connections, and starts faster than one for each processor.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Starts the thread for connections ahead of their first use.
    package static func prepare() { _ = group }

    package let location: SocketLocation

    package init(_ location: SocketLocation) {
        self.location = location
    }

    /// Connects, lends the connection to `body`, and closes it.
    ///
    /// - Throws: ``ClientError`` when there is no daemon or this user may not use it, and any error of `body`.
    package func connect<Result: Sendable>(
        _ body: (DaemonConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await open()
        return try await channel.executeThenClose { inbound, outbound in
            try await body(DaemonConnection(channel: channel.channel, inbound: inbound, outbound: outbound))
        }
    }

    private func open() async throws(ClientError) -> DaemonConnection.Channel {
        guard location.path.utf8.count <= SocketLocation.longestPath else { throw .pathTooLong(location.path) }
        do {
            return try await ClientBootstrap(group: Self.group)
                .connectTimeout(.seconds(10))
                .connect(unixDomainSocketPath: location.path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw ClientError(connecting: location, failedWith: error)
        }
    }
}
