internal import Glibc
internal import Logging
internal import NIOCore

/// Pauses a listening socket that could not accept, because descriptors or memory are short.
///
/// The kernel reports such a socket as readable while a client waits on it, and NIO tries again at once: its own
/// `AcceptBackoffHandler` delays only a read that is not yet under way. Without a pause one thread would use the processor all the
/// time, exactly when the host is short of something. The reserve is released meanwhile.
final class ScarcityHandler: ChannelInboundHandler {
    typealias InboundIn = Channel
    /// The pause, so short that a client hardly notices it once there is room again.
    private static let pause: TimeAmount = .milliseconds(100)

    private let logger: Logger
    private let reserve = DescriptorReserve()
    private var isShort = false

    init(logger: Logger) {
        self.logger = logger
        _ = reserve.restore()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isShort = false
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, Self.isPassing(error.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        if !isShort {
            isShort = true
            logger.error("cannot accept connections; tries again ten times a second", metadata: ["error": "\(error)"])
        }
        reserve.release()
        Self.setReading(context.channel, false)
        goOnLater(context.channel, NIOLoopBound(self, eventLoop: context.eventLoop))
    }

    /// Accepts again as soon as the reserve is restored.
    private func goOnLater(_ channel: any Channel, _ handler: NIOLoopBound<ScarcityHandler>) {
        channel.eventLoop.scheduleTask(in: Self.pause) {
            guard channel.isActive else { return }
            guard handler.value.reserve.restore() else { return handler.value.goOnLater(channel, handler) }
            Self.setReading(channel, true)
        }
    }

    /// Whether the shortage may end in a moment; anything else is an error of the socket.
    private static func isPassing(_ errno: CInt) -> Bool {
        [EMFILE, ENFILE, ENOBUFS, ENOMEM, ECONNABORTED].contains(errno)
    }

    /// Stops or resumes reading at once; a socket that closed meanwhile needs neither.
    private static func setReading(_ channel: any Channel, _ reads: Bool) {
        try? channel.syncOptions?.setOption(.autoRead, value: reads)
    }
}
