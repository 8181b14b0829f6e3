internal import NIOCore

/// Tells the guard that bytes have come, before they are decoded.
final class ArrivalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    private let receiver: RequestGuard

    init(receiver: RequestGuard) {
        self.receiver = receiver
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        receiver.bytesCame(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
        receiver.bytesWereRead()
    }
}
