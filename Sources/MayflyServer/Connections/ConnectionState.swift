/// What a connection is doing, and how it reacts to events.
///
/// Pure: ``RequestGuard`` reports the events and carries out the reactions.
struct ConnectionState: Hashable, Sendable {
    /// The part of a request that the client is sending.
    enum Reading: Hashable, Sendable {
        case nothing
        case head
        case body
    }

    /// What the client must send in time; otherwise the connection ends.
    enum Deadline: Hashable, Sendable {
        case nextRequest
        case head
        case body
    }

    /// How a request that cannot be understood is refused.
    enum Refusal: Hashable, Sendable {
        /// With its own answer, after which the connection ends.
        case answer
        /// By ending the connection, because an answer to this request has begun or was given.
        case end
        /// By ending the connection after the answers to earlier requests.
        case endAfterAnswers
    }

    /// The most bytes around a body's content, and how many more for each byte of it; a chunk of one byte has five.
    private static let mostPadding = 64 * 1024
    private static let mostPaddingPerByte = 8

    private(set) var reading = Reading.nothing
    /// The number of requests whose answer has not ended.
    private(set) var unanswered = 0
    /// Whether the answer to the oldest of these requests has begun.
    private(set) var isAnswering = false
    /// Whether nothing more is read, and the connection ends with the last answer.
    private(set) var isLast = false
    /// The bytes of a body beyond those that its content explains; the decoder bounds heads and trailers, but not the lines of chunks.
    private var padding = 0
    /// Whether the answer that has begun announces the end of the connection.
    private var endsWithAnswer = false

    /// What the client must send now; `nil` while it is the daemon's turn.
    var deadline: Deadline? {
        switch reading {
        case .head: .head
        case .body: .body
        case .nothing: unanswered == 0 ? .nextRequest : nil
        }
    }

    /// Whether a body has more bytes around its content than any client has a reason to send.
    var isPadded: Bool { reading == .body && padding > Self.mostPadding }

    /// Notes bytes that are not decoded yet.
    mutating func bytesCame(_ count: Int = 1) {
        if reading == .nothing, unanswered == 0 { reading = .head }
        if reading == .body { padding += count }
    }

    /// Notes content of a request's body.
    mutating func bodyBytesCame(_ count: Int) { padding -= (1 + Self.mostPaddingPerByte) * count }

    /// Notes the head of a request.
    mutating func headCame(keepsAlive: Bool) {
        reading = .body
        padding = 0
        unanswered += 1
        if !keepsAlive { isLast = true }
    }

    /// Notes the end of a request's body, even of an empty one.
    mutating func bodyCame() { reading = .nothing }

    /// Notes the beginning of an answer.
    mutating func answerBegan(keepsAlive: Bool) {
        isAnswering = true
        guard !keepsAlive else { return }
        isLast = true
        endsWithAnswer = true
    }

    /// Notes the end of an answer.
    ///
    /// - Returns: Whether the connection ends with it.
    mutating func answerEnded() -> Bool {
        unanswered -= 1
        isAnswering = false
        return endsWithAnswer || isLast && unanswered == 0
    }

    /// Notes that the client sent something that cannot be understood, or did not send it in time.
    mutating func refuse() -> Refusal {
        isLast = true
        if reading == .body {
            if unanswered == 1 { return isAnswering ? .end : .answer }
            return unanswered == 0 ? .end : .endAfterAnswers
        }
        return unanswered == 0 ? .answer : .endAfterAnswers
    }

    /// Notes that the daemon stops.
    ///
    /// - Returns: Whether the connection ends at once, because it has no request, or none that is complete.
    mutating func stop() -> Bool {
        isLast = true
        return unanswered == 0 || unanswered == 1 && reading == .body && !isAnswering
    }
}
