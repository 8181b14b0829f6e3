/// Requests as hosts write them.
enum RequestText {
    /// What a request has that names its revision.
    static func meta(_ version: String = "2026-07-28") -> String {
        #""_meta":{"io.modelcontextprotocol/protocolVersion":"\#(version)","io.modelcontextprotocol/clientCapabilities":{}}"#
    }

    /// A request with these parameters; without a revision if not given.
    static func request(_ method: String, _ parameters: String = "", id: String = "1") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(parameters)}}"#
    }

    /// A call of a tool.
    static func call(_ tool: String, _ arguments: String = "{}", more: String = "", id: String = "1") -> String {
        request("tools/call", #""name":"\#(tool)","arguments":\#(arguments)\#(more)"#, id: id)
    }

    static func initialize(_ version: String) -> String {
        request("initialize", #""protocolVersion":"\#(version)""#, id: "0")
    }

    static func cancel(_ id: String) -> String {
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)}}"#
    }
}
