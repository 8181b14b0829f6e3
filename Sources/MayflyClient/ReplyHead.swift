internal import NIOHTTP1

/// The head of a reply.
struct ReplyHead: Hashable, Sendable {
    let status: Int
    /// The content type without its parameters, in lower case.
    let contentType: String
    /// The full length of the stream, of which the body holds the kept part; `nil` if the daemon does not say.
    let streamBytes: Int64?
    /// The time after which the request may be repeated; `nil` if the daemon does not name it in seconds.
    let retryAfter: Duration?

    init(_ head: HTTPResponseHead) {
        status = Int(head.status.code)
        contentType = String((head.headers.first(name: "Content-Type") ?? "").prefix { $0 != ";" }).lowercased()
        streamBytes = head.headers.first(name: "X-Stream-Bytes").flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
        retryAfter = head.headers.first(name: "Retry-After").flatMap { UInt32($0) }.map { Duration.seconds($0) }
    }

    /// Whether the daemon did what was asked.
    var isSuccess: Bool { (200..<300).contains(status) }
}
