internal import HummingbirdCore
package import Logging
internal import MayflyService
internal import NIOCore
internal import NIOHTTPTypes
internal import NIOPosix

/// Serves HTTP/1.1 on a socket that is bound and listening already.
package struct SocketServer: Sendable {
    private let descriptor: Int32
    private let handler: RequestHandler
    private let roles: RoleRule
    private let limits: ServerLimits
    private let budget: ConnectionBudget
    private let logger: Logger

    /// - Parameter descriptor: Of the listening socket; the server closes it.
    package init(
        descriptor: Int32,
        handler: RequestHandler,
        roles: RoleRule,
        limits: ServerLimits,
        logger: Logger
    ) {
        self.descriptor = descriptor
        self.handler = handler
        self.roles = roles
        self.limits = limits
        self.budget = ConnectionBudget(most: limits.connections, mostPerUser: limits.connectionsPerUser)
        self.logger = logger
    }

    private typealias Connection = (channel: any Channel, http: HTTPServerChannel)
    private typealias HTTPServerChannel = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// Accepts until the task is cancelled; then every connection ends.
    package func run() async throws {
        let (limits, logger) = (limits, logger)
        let setUp = HTTP1Channel(responder: { _, _, _ in }, configuration: Self.configuration(limits))
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(descriptor, cleanupExistingSocketFile: false, serverBackPressureStrategy: nil) { channel in
                setUp.setup(channel: channel, logger: logger)
            }
        try await listener.executeThenClose { clients in
            try await withThrowingDiscardingTaskGroup { group in
                for try await client in clients { group.addTask { await self.serve(client) } }
            }
        }
    }

    private static func configuration(_ limits: ServerLimits) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [StallHandler(patience: TimeAmount(limits.stall))],
            idleTimeout: TimeAmount(limits.idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 * 1024,
                maxHeaderListSize: 64 * 1024,
                maxHeaderFieldCount: 100
            )
        )
    }

    private func serve(_ client: HTTPServerChannel) async {
        do {
            let caller = try await PeerCredentials.caller(of: client.channel, by: roles)
            guard budget.take(uid: caller.uid) else { return await refuse(client, caller.text) }
            defer { budget.release(uid: caller.uid) }
            let handler = handler
            let http = HTTP1Channel(
                responder: { request, writer, _ in try await handler.answer(request, writer, from: caller) },
                configuration: Self.configuration(limits)
            )
            // When the client leaves, what was being done for it ends.
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await http.handle(value: client, logger: logger) }
                group.addTask { try? await client.channel.closeFuture.get() }
                await group.next()
                group.cancelAll()
            }
        } catch {
            logger.debug("a connection ended before it was used", metadata: ["error": "\(error)"])
            try? await client.channel.close()
        }
    }

    private func refuse(_ client: HTTPServerChannel, _ caller: String) async {
        logger.warning("refused a connection: too many", metadata: ["by": "\(caller)"])
        let handler = handler
        let http = HTTP1Channel(
            responder: { request, writer, _ in
                try await handler.refuse(request, writer, .tooManyConnections)
            },
            configuration: Self.configuration(limits)
        )
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await http.handle(value: client, logger: logger) }
            group.addTask { try? await Task.sleep(for: .seconds(2)) }
            await group.next()
            group.cancelAll()
            client.channel.close(promise: nil)
        }
    }
}
