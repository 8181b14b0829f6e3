internal import MayflyJSON

/// The messages of one line, whose answers go out together.
struct RPCBatch {
    /// The most messages of one line.
    static let most = 64

    private var open: Int
    private var answers: [JSON] = []

    /// - Parameter count: Of the messages.
    init(_ count: Int) {
        open = count
    }

    /// Takes what one message is answered with, if it is answered; all answers after the last message.
    mutating func close(with answer: JSON?) -> [JSON]? {
        open -= 1
        if let answer { answers.append(answer) }
        return open == 0 ? answers : nil
    }

    /// Fails when a line may not have these messages.
    ///
    /// - Parameter agreed: The revision that `initialize` has agreed on, if it was called.
    static func check(_ messages: [JSON], agreed: String?) throws(RPCError) {
        guard let agreed, ProtocolVersion.hasBatches(agreed) else { throw .noObject }
        guard !messages.isEmpty else { throw .invalid("there is nothing in the batch") }
        guard messages.count <= most else { throw .invalid("a batch has \(most) messages at most") }
    }

    /// Fails when a request must come alone.
    static func check(_ request: RPCRequest, _ context: RPCRequest.Context) throws(RPCError) {
        guard request.method != "initialize" else { throw .invalid("initialize must not be part of a batch") }
        guard !context.isStateless else { throw .invalid("revision \(context.version) has no batches") }
    }
}
