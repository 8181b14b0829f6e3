internal import NIOHTTP1

/// What a reply says before its body.
struct ReplyHead: Hashable, Sendable {
    let status: Int
    /// The content type without its parameters, in lower case.
    let contentType: String

    init(_ head: HTTPResponseHead) {
        status = Int(head.status.code)
        contentType = String((head.headers.first(name: "Content-Type") ?? "").prefix { $0 != ";" }).lowercased()
    }

    /// Whether the daemon did what was asked.
    var isSuccess: Bool { (200..<300).contains(status) }
}
