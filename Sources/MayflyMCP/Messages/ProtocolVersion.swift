/// The revisions of the Model Context Protocol that the server speaks.
///
/// From 2026-07-28 on, every request names its revision, and the server remembers nothing between requests. In earlier revisions,
/// a client begins with `initialize`, and its revision holds for the connection.
enum ProtocolVersion {
    /// Revisions that each request names.
    static let stateless = ["2026-07-28"]
    /// Revisions that `initialize` agrees on, newest first.
    static let handshake = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

    /// The revision that `initialize` returns: the client's if the server knows it, else the newest.
    static func agreed(_ asked: String?) -> String {
        handshake.first { $0 == asked } ?? handshake[0]
    }

    /// Whether a revision allows links to resources in the results of tools.
    static func hasLinks(_ version: String) -> Bool { version >= "2025-06-18" }

    /// Whether one line may hold several messages, which JSON-RPC allows and later revisions do not.
    static func hasBatches(_ version: String) -> Bool { version < "2025-06-18" }
}
