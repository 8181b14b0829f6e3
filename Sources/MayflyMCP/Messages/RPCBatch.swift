internal import MayflyJSON

/// The messages of one line, whose answers are sent together.
struct RPCBatch {
    /// The most messages of one line.
    static let most = 64

    private var open: Int
    private var answers: [JSON] = []

    /// - Parameter count: The number of messages.
    init(_ count: Int) {
        open = count
    }

    /// Takes the answer to one message, if it has one; returns all answers after the last message.
    mutating func close(with answer: JSON?) -> [JSON]? {
        open -= 1
        if let answer { answers.append(answer) }
        return open == 0 ? answers : nil
    }

    /// Fails if a line may not contain these messages.
    ///
    /// - Parameter agreed: The revision that `initialize` agreed on, if it was called.
    static func check(_ messages: [JSON], agreed: String?) throws(RPCError) {
        guard let agreed, ProtocolVersion.hasBatches(agreed) else { throw .noObject }
        guard !messages.isEmpty else { throw .invalid("there is nothing in the batch") }
        guard messages.count <= most else { throw .invalid("a batch has \(most) messages at most") }
    }

    /// Fails if a request must not be in a batch.
    static func check(_ request: RPCRequest, _ context: RPCRequest.Context) throws(RPCError) {
        guard request.method != "initialize" else { throw .invalid("initialize must not be part of a batch") }
        guard !context.isStateless else { throw .invalid("revision \(context.version) has no batches") }
    }
}
