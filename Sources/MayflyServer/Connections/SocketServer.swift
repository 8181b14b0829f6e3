internal import Glibc
internal import HummingbirdCore
package import Logging
internal import MayflyService
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOPosix

/// Serves HTTP/1.1 on a socket that is already bound and listening.
package struct SocketServer: Sendable {
    /// The most connections that wait to be accepted.
    private static let backlog: CInt = 1024
    /// How long a refused connection may take to read the refusal.
    private static let refusalTime: Duration = .seconds(2)

    private let descriptor: Int32
    private let handler: RequestHandler
    private let roles: RoleRule
    private let limits: ServerLimits
    private let budget: ConnectionBudget
    private let channels = OpenChannels()
    private let logger: Logger

    /// Makes a server for a listening socket, which the server closes.
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

    /// Accepts until `stop` returns; then connections end with their current answers, in bounded time.
    package func run(until stop: @escaping @concurrent @Sendable () async -> Void) async throws {
        let listener = try await listen()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serve(listener) }
            group.addTask {
                await stop()
                try? await listener.channel.close()
                channels.stop()
                try await Task.sleep(for: limits.farewell)
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private typealias Listener = NIOAsyncChannel<AcceptedClient, Never>

    private func listen() async throws -> Listener {
        let (limits, logger) = (limits, logger)
        let http = HTTP1Channel(responder: { _, _, _ in }, configuration: Self.configuration(limits))
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ScarcityHandler(logger: logger))
                }
            }
            .bind(descriptor, cleanupExistingSocketFile: false, serverBackPressureStrategy: nil) { channel in
                http.setup(channel: channel, logger: logger).flatMapThrowing { client in
                    let client = AcceptedClient(client)
                    try Self.addGuard(to: channel.pipeline.syncOperations, limits)
                    return client
                }
            }
        // NIO has called `listen` again with a queue of 128; the longer queue is optional.
        _ = Glibc.listen(descriptor, Self.backlog)
        return listener
    }

    private static func configuration(_ limits: ServerLimits) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [StallHandler(patience: TimeAmount(limits.stall))],
            idleTimeout: nil,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 * 1024,
                maxHeaderListSize: 64 * 1024,
                maxHeaderFieldCount: 100
            )
        )
    }

    /// Puts the guard behind the decoder, and the handler that tells it of arriving bytes before everything else.
    private static func addGuard(to pipeline: ChannelPipeline.SynchronousOperations, _ limits: ServerLimits) throws {
        let receiver = RequestGuard(limits: limits)
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.addHandler(receiver, position: .after(decoder))
        try pipeline.addHandler(ArrivalHandler(receiver: receiver), position: .first)
    }

    private func serve(_ listener: Listener) async throws {
        try await listener.executeThenClose { clients in
            try await withThrowingDiscardingTaskGroup { group in
                for try await client in clients {
                    channels.add(client.channel)
                    group.addTask(executorPreference: LoopExecutor(client.channel.eventLoop)) { await serve(client) }
                }
            }
        }
    }

    // MARK: - One connection

    private func serve(_ client: AcceptedClient) async {
        do {
            let caller = try await PeerCredentials.caller(of: client.channel, by: roles)
            switch budget.take(uid: caller.uid) {
            case .taken:
                handler.gauges.connectionCame()
                defer {
                    handler.gauges.connectionWent()
                    budget.release(uid: caller.uid)
                }
                let (handler, ties) = (handler, ClientTies())
                await answer(client.take()) { request, writer, _ in
                    try await handler.answer(request, writer, from: caller, tying: ties)
                }
                await handler.clientHasGone(ties)
            case .refused:
                handler.gauges.connectionWasRefused()
                defer { budget.releaseRefused() }
                await refuse(client.take(), caller.text)
            case .ignored: handler.gauges.connectionWasRefused()
            }
        } catch {
            logger.debug("a connection ended before it was used", metadata: ["error": "\(error)"])
        }
    }

    /// Answers requests; when the client leaves, the work for it ends.
    private func answer(_ client: AcceptedClient.Wrapped, _ responder: @escaping HTTP1Channel.Responder) async {
        let http = HTTP1Channel(responder: responder, configuration: Self.configuration(limits))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await http.handle(value: client, logger: logger) }
            group.addTask { try? await client.channel.closeFuture.get() }
            await group.next()
            group.cancelAll()
        }
    }

    private func refuse(_ client: AcceptedClient.Wrapped, _ caller: String) async {
        logger.warning("refused a connection: too many", metadata: ["by": "\(caller)"])
        let handler = handler
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await answer(client) { request, writer, _ in
                    try await handler.refuse(request, writer, .tooManyConnections)
                }
            }
            group.addTask { try? await Task.sleep(for: Self.refusalTime) }
            await group.next()
            group.cancelAll()
            client.channel.close(promise: nil)
        }
    }
}
