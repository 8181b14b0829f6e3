internal import MayflyJSON

/// An error of the protocol, with which a request is answered in place of a result.
struct RPCError: Error, Hashable {
    var code: Int
    var message: String
    var data: JSON?

    init(_ code: Int, _ message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// The line is not JSON.
    static let parse = RPCError(-32700, "the line is not JSON")
    /// The line was too long and was not kept.
    static let tooLong = RPCError(-32700, "the line is longer than \(InputLine.longest >> 20) MiB: it is passed over")
    /// The JSON is not a message.
    static let noObject = invalid("a message is one JSON-RPC 2.0 object")
    /// The JSON is not a request.
    static func invalid(_ detail: String) -> RPCError { RPCError(-32600, detail) }
    /// There is no such method.
    static func unknownMethod(_ name: String) -> RPCError { RPCError(-32601, "there is no method \(name)") }
    /// The parameters are wrong, or name something that does not exist.
    static func parameters(_ detail: String) -> RPCError { RPCError(-32602, detail) }
    /// The daemon cannot be asked.
    static func daemon(_ detail: String) -> RPCError { RPCError(-32603, detail) }
    /// Too many requests are in progress.
    static let busy = RPCError(1, "too many requests at once; try again when one of them is answered")

    /// The server does not speak the revision.
    static func version(_ requested: String) -> RPCError {
        RPCError(
            -32022,
            "this revision of the protocol is not spoken",
            data: .object(["supported": .strings(ProtocolVersion.stateless), "requested": .string(requested)])
        )
    }

    /// The error as it is sent.
    var json: JSON { .object(["code": .number("\(code)"), "message": .string(message), "data": data]) }
}
