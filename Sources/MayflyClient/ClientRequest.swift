internal import NIOHTTP1

/// One request to the daemon.
struct ClientRequest: Sendable {
    var method: HTTPMethod
    /// The path and the query.
    var target: String
    /// JSON text, if the request has a body.
    var body: [UInt8]?
    /// The time until the whole reply has arrived; `nil` for streams, which last as long as their session.
    var timeout: Duration?
    /// Additional fields of its head.
    var headers: [(name: String, value: String)] = []

    /// The name of the request in errors, for example `GET /v1/version`.
    var name: String { "\(method.rawValue) \(target.prefix { $0 != "?" })" }

    /// The most bytes of a request's body; the daemon refuses more.
    static let longestBody = 100 * 1024 * 1024
    /// The timeout for requests that the daemon answers at once.
    static let promptly = Duration.seconds(30)

    /// A request that reads.
    static func get(_ target: String, timeout: Duration? = promptly) -> ClientRequest {
        ClientRequest(method: .GET, target: target, body: nil, timeout: timeout)
    }

    /// A request that removes something.
    static func delete(_ target: String) -> ClientRequest {
        ClientRequest(method: .DELETE, target: target, body: nil, timeout: promptly)
    }

    /// A request that changes something.
    static func post(_ target: String, _ body: [UInt8], timeout: Duration? = promptly) -> ClientRequest {
        ClientRequest(method: .POST, target: target, body: body, timeout: timeout)
    }
}
