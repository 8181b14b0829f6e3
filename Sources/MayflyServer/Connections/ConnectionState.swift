/// What a connection is doing, and what follows from what happens on it.
///
/// Pure: ``RequestGuard`` tells it what happened and does what it says.
struct ConnectionState: Hashable, Sendable {
    /// What the client is in the middle of sending.
    enum Reading: Hashable, Sendable {
        case nothing
        case head
        case body
    }

    /// What the client must do in time, else the connection ends.
    enum Deadline: Hashable, Sendable {
        case nextRequest
        case head
        case body
    }

    /// How a request that cannot be understood is refused.
    enum Refusal: Hashable, Sendable {
        /// With an answer of its own; then the connection ends.
        case answer
        /// By the end of the connection: an answer to this request has begun or was given.
        case end
        /// By the end of the connection once what was asked before is answered.
        case endAfterAnswers
    }

    /// Bytes of a body that may be no content; besides, a chunk of one byte has five more.
    private static let mostPadding = 64 * 1024
    private static let mostPaddingPerByte = 8

    private(set) var reading = Reading.nothing
    /// Requests whose answer has not ended.
    private(set) var unanswered = 0
    /// Whether the answer to the oldest of them has begun.
    private(set) var isAnswering = false
    /// Whether nothing more is read, and the connection ends with the last answer.
    private(set) var isLast = false
    /// Bytes that came for a body, less what its content explains: the decoder bounds heads and trailers, not chunks' lines.
    private var padding = 0
    /// Whether the answer that has begun says that the connection ends with it.
    private var endsWithAnswer = false

    /// What the client must do now; `nil` while it is the daemon's turn.
    var deadline: Deadline? {
        switch reading {
        case .head: .head
        case .body: .body
        case .nothing: unanswered == 0 ? .nextRequest : nil
        }
    }

    /// Whether there is more around the content of a body than any client has a reason to send.
    var isPadded: Bool { reading == .body && padding > Self.mostPadding }

    /// Bytes have come that are no request yet.
    mutating func bytesCame(_ count: Int = 1) {
        if reading == .nothing, unanswered == 0 { reading = .head }
        if reading == .body { padding += count }
    }

    /// Some of the content of a request's body has come.
    mutating func bodyBytesCame(_ count: Int) { padding -= (1 + Self.mostPaddingPerByte) * count }

    /// A request's head has come.
    mutating func headCame(keepsAlive: Bool) {
        reading = .body
        padding = 0
        unanswered += 1
        if !keepsAlive { isLast = true }
    }

    /// A request's body has come, even if there is none.
    mutating func bodyCame() { reading = .nothing }

    /// An answer has begun.
    mutating func answerBegan(keepsAlive: Bool) {
        isAnswering = true
        guard !keepsAlive else { return }
        isLast = true
        endsWithAnswer = true
    }

    /// An answer has ended.
    ///
    /// - Returns: Whether the connection ends with it.
    mutating func answerEnded() -> Bool {
        unanswered -= 1
        isAnswering = false
        return endsWithAnswer || isLast && unanswered == 0
    }

    /// The client has sent what cannot be understood, or not in time.
    mutating func refuse() -> Refusal {
        isLast = true
        if reading == .body {
            if unanswered == 1 { return isAnswering ? .end : .answer }
            return unanswered == 0 ? .end : .endAfterAnswers
        }
        return unanswered == 0 ? .answer : .endAfterAnswers
    }

    /// The daemon stops.
    ///
    /// - Returns: Whether the connection ends at once: nothing was asked, or not yet to the end.
    mutating func stop() -> Bool {
        isLast = true
        return unanswered == 0 || unanswered == 1 && reading == .body && !isAnswering
    }
}
