internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Talks to the daemon over its Unix socket.
///
/// A connection answers one request after the other, and is kept for all requests of one ``connect(_:)``. Whoever follows a
/// stream and wants to ask something meanwhile connects twice.
package struct DaemonClient: Sendable {
    /// One thread carries a command's few connections, and is there sooner than one for each processor.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Starts the thread that carries connections, which is wanted as soon as it is known what for.
    package static func prepare() { _ = group }

    package let location: SocketLocation

    package init(_ location: SocketLocation) {
        self.location = location
    }

    /// Connects, lends the connection to `body`, and closes it.
    ///
    /// - Throws: ``ClientError`` when there is no daemon or it may not be used, and what `body` throws.
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
