internal import NIOCore
internal import NIOHTTP1

/// One connection to the daemon, on which requests follow one another.
package final class DaemonConnection {
    /// The parts of a sent message: head, pieces of the body, end.
    typealias Outbound = HTTPPart<HTTPRequestHead, IOData>
    /// The channel of a connection.
    typealias Channel = NIOAsyncChannel<HTTPClientResponsePart, Outbound>

    private let channel: any NIOCore.Channel
    private let outbound: NIOAsyncChannelOutboundWriter<Outbound>
    private var inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
    private var deadline: Scheduled<Void>?
    /// The request whose reply is being read, or why no other can be sent.
    private var state = State.idle

    private enum State {
        case idle
        case reading(request: String, timeout: Duration?, closes: Bool)
        case spent
    }

    init(
        channel: any NIOCore.Channel,
        inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>,
        outbound: NIOAsyncChannelOutboundWriter<Outbound>
    ) {
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Sends a request and reads the head of its reply; the body must be read before the next request.
    func send(_ request: ClientRequest) async throws(ClientError) -> ReplyHead {
        guard case .idle = state else {
            throw .connectionLost(during: request.name, reason: "the connection was already closed")
        }
        if let body = request.body, body.count > ClientRequest.longestBody {
            throw .requestTooLarge(bytes: body.count, bound: ClientRequest.longestBody)
        }
        state = .reading(request: request.name, timeout: request.timeout, closes: false)
        startDeadline(request.timeout)
        // A daemon may refuse before it has read the whole request. Then its answer matters, not the failed write.
        // Without an answer, reading fails too and reports why.
        try? await write(request)
        guard case .head(let head) = try await nextPart() else {
            throw .malformedReply(to: request.name, reason: "no status line")
        }
        if !head.isKeepAlive { state = .reading(request: request.name, timeout: request.timeout, closes: true) }
        return ReplyHead(head)
    }

    /// The next bytes of the reply's body; `nil` at its end.
    func nextBytes() async throws(ClientError) -> [UInt8]? {
        guard case .reading(let request, _, let closes) = state else { return nil }
        switch try await nextPart() {
        case .body(let buffer):
            return Array(buffer.readableBytesView)
        case .end:
            stopDeadline()
            state = closes ? .spent : .idle
            return nil
        case .head:
            state = .spent
            throw .malformedReply(to: request, reason: "a second status line")
        }
    }

    /// The whole body of the reply.
    ///
    /// - Throws: ``ClientError`` also when the body has more than `bound` bytes.
    func bytes(atMost bound: Int) async throws(ClientError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let part = try await nextBytes() {
            guard bytes.count + part.count <= bound else {
                state = .spent
                throw .replyTooLarge(bound: bound)
            }
            bytes += part
        }
        return bytes
    }

    private func nextPart() async throws(ClientError) -> HTTPClientResponsePart {
        do {
            if let part = try await inbound.next(isolation: #isolation) { return part }
        } catch {
            throw lost(by: error)
        }
        throw lost(by: nil)
    }

    private func write(_ request: ClientRequest) async throws {
        var head = HTTPRequestHead(version: .http1_1, method: request.method, uri: request.target)
        head.headers.add(name: "Host", value: "mayfly")
        head.headers.add(name: "User-Agent", value: "mayfly")
        head.headers.add(name: "Accept", value: "application/json, application/problem+json, application/octet-stream")
        for (name, value) in request.headers { head.headers.add(name: name, value: value) }
        if let body = request.body {
            head.headers.add(name: "Content-Type", value: "application/json")
            head.headers.add(name: "Content-Length", value: "\(body.count)")
        }
        // All parts are written together, because each write costs a system call and wakes the daemon.
        let body = request.body.map { Outbound.body(.byteBuffer(ByteBuffer(bytes: $0))) }
        try await outbound.write(contentsOf: [.head(head)] + (body.map { [$0] } ?? []) + [.end(nil)])
    }

    /// Describes the loss of the connection, which cannot be used afterwards.
    private func lost(by error: (any Error)?) -> ClientError {
        stopDeadline()
        defer { state = .spent }
        guard case .reading(let request, let timeout, _) = state else {
            return .connectionLost(during: "a request", reason: "the daemon closed the connection")
        }
        if error is DeadlinePassed, let timeout { return .timedOut(request, after: timeout) }
        if error is HTTPParserError { return .malformedReply(to: request, reason: "not HTTP, or cut short") }
        return .connectionLost(during: request, reason: error.map { "\($0)" } ?? "the daemon closed the connection")
    }

    private func startDeadline(_ timeout: Duration?) {
        guard let timeout else { return }
        let channel = channel
        deadline = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) {
            channel.pipeline.fireErrorCaught(DeadlinePassed())
            channel.close(promise: nil)
        }
    }

    private func stopDeadline() {
        deadline?.cancel()
        deadline = nil
    }
}

/// The error of a reply that did not arrive in time.
private struct DeadlinePassed: Error {}
