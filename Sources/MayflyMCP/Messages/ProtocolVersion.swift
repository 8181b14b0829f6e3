/// The revisions of the Model Context Protocol that are spoken.
///
/// From 2026-07-28 on every request says its revision, and nothing is remembered between two of them. Before that, a client
/// begins with `initialize`, and its revision holds for the connection.
enum ProtocolVersion {
    /// Revisions that each request names.
    static let stateless = ["2026-07-28"]
    /// Revisions that `initialize` agrees on, the newest first.
    static let handshake = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

    /// What `initialize` is answered with: the client's revision where it is known, else the newest.
    static func agreed(_ asked: String?) -> String {
        handshake.first { $0 == asked } ?? handshake[0]
    }

    /// Whether a revision knows links to resources in the results of tools.
    static func hasLinks(_ version: String) -> Bool { version >= "2025-06-18" }

    /// Whether one line may have several messages, as JSON-RPC has it and later revisions do not.
    static func hasBatches(_ version: String) -> Bool { version < "2025-06-18" }
}
