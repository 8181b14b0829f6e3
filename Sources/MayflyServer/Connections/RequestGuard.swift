internal import HTTPTypes
internal import MayflyAPI
internal import MayflyJSON
internal import NIOCore
internal import NIOHTTP1

/// Refuses everything but plain HTTP/1.1 requests, and slow clients, with an answer that they can read.
///
/// It sits behind the decoder. The state is in ``ConnectionState``; this class has the timer and writes the refusals.
final class RequestGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: ServerLimits
    private var state = ConnectionState()
    private var timer: Scheduled<Void>?
    /// When the timer fires; not later than ``due``.
    private var nextLook = NIODeadline.distantFuture
    /// The time of the present deadline; `nil` without one.
    private var due: NIODeadline?
    private var context: ChannelHandlerContext?
    /// Whether a refusal was written, after which nothing else may be written.
    private var hasRefused = false

    init(limits: ServerLimits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedule()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
    }

    // MARK: - What happens

    /// Notes bytes that are not decoded yet.
    func bytesCame(_ count: Int) { change { $0.bytesCame(count) } }

    /// Checks the body after the decoder has taken what it could from the bytes that came.
    func bytesWereRead() {
        if state.isPadded { refuse(.paddedBody) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard !hasRefused, !state.isLast || state.reading == .body else { return }
        switch part {
        case .head(let head):
            if let problem = RequestHeadRule.problem(with: head) { return refuse(problem, head.uri) }
            change { $0.headCame(keepsAlive: head.isKeepAlive) }
        case .body(let bytes): change { $0.bodyBytesCame(bytes.readableBytes) }
        case .end: change { $0.bodyCame() }
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        guard state.reading != .body else {
            refuse(.malformedBody)
            // If other requests are answered first, the reader of this body must still not wait for its end.
            return context.fireErrorCaught(error)
        }
        let isTooLarge = error == .headerOverflow
        refuse(isTooLarge ? .headTooLarge : .malformedHead("what came is no request line with fields (\(error))"))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        if state.stop() { context.close(promise: nil) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !hasRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        var promise = promise
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code >= 200:
            let keepsAlive = head.headers[canonicalForm: "connection"].allSatisfy { $0 != "close" }
            change { $0.answerBegan(keepsAlive: keepsAlive) }
        case .end:
            var isOver = false
            change { isOver = $0.answerEnded() }
            if isOver { promise = closing(context, after: promise) }
        default: break
        }
        context.write(data, promise: promise)
    }

    /// A promise that, once kept, closes the connection.
    private func closing(_ context: ChannelHandlerContext, after promise: EventLoopPromise<Void>?)
        -> EventLoopPromise<Void>
    {
        let written = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        if let promise { written.futureResult.cascade(to: promise) }
        return written
    }

    // MARK: - What follows

    private func refuse(_ problem: ProblemReply, _ instance: String = "") {
        guard let context, !hasRefused, !state.isLast || state.reading == .body else { return }
        var refusal = ConnectionState.Refusal.end
        change { refusal = $0.refuse() }
        switch refusal {
        case .answer: answer(context, problem, instance)
        case .end: context.close(promise: nil)
        case .endAfterAnswers: break
        }
    }

    private func answer(_ context: ChannelHandlerContext, _ problem: ProblemReply, _ instance: String) {
        hasRefused = true
        timer?.cancel()
        timer = nil
        let id = RequestID.new()
        let text = problem.json(requestID: id, instance: instance).compactText + "\n"
        let headers: HTTPHeaders = [
            "Content-Length": "\(text.utf8.count)", "Content-Type": "application/problem+json",
            "Cache-Control": "no-store", "X-Request-Id": id, "Connection": "close",
        ]
        let status = HTTPResponseStatus(statusCode: problem.status.code, reasonPhrase: problem.status.reasonPhrase)
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: closing(context, after: nil))
    }

    // MARK: - Deadlines

    private func change(_ body: (inout ConnectionState) -> Void) {
        let earlier = state.deadline
        body(&state)
        if state.deadline != earlier { schedule() }
    }

    private func schedule() {
        guard let context, let deadline = state.deadline else {
            due = nil
            return
        }
        let time: Duration =
            switch deadline {
            case .nextRequest: limits.idle
            case .head: limits.headTime
            case .body: limits.bodyTime
            }
        due = context.eventLoop.now + TimeAmount(time)
        setTimer()
    }

    /// Sets a timer for the deadline, unless one fires before it and will then set the next.
    ///
    /// A request has three deadlines; a timer for each would be made and cancelled before the next one.
    private func setTimer() {
        guard let context, let due, timer == nil || due < nextLook else { return }
        timer?.cancel()
        nextLook = due
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.look() }
    }

    private func look() {
        timer = nil
        guard let context, let due, let deadline = state.deadline else { return }
        if context.eventLoop.now < due { setTimer() } else { missed(deadline) }
    }

    private func missed(_ deadline: ConnectionState.Deadline) {
        switch deadline {
        case .nextRequest: context?.close(promise: nil)
        case .head: refuse(.headTooSlow)
        case .body:
            refuse(.bodyTooSlow)
            // Other requests are answered first, so the deadline is checked again until then.
            if !hasRefused { schedule() }
        }
    }
}
