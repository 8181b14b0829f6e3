internal import MayflyCore
package import MayflyJSON

/// The users of sessions according to the records: `started` and `refused` name the user, `ended` does not.
///
/// It holds the sessions that have started and not ended.
package struct SessionUsers: Sendable {
    private var users: [String: String] = [:]

    package init() {}

    /// Notes a session's user, from the record of its start.
    package mutating func start(_ leaf: JSON) {
        guard let session = leaf["session"]?.text, let user = leaf["by"]?.text else { return }
        users[session] = user
    }

    /// A session's user, from the record of its end or of its refusal; `nil` when it ended before it had a start.
    package mutating func end(_ leaf: JSON) -> String? {
        guard let session = leaf["session"]?.text else { return nil }
        let user = users.removeValue(forKey: session)
        // In `ended`, `by` is the user who ended the session.
        return leaf["event"]?.text == "refused" ? leaf["by"]?.text : user
    }

    /// The fault of a record's session or user; `nil` when there is none.
    static func fault(of leaf: JSON) -> String? {
        let event = leaf["event"]?.text
        guard let session = leaf["session"] else {
            // A request that never became a session has none.
            return event == "started" ? "has no session" : nil
        }
        guard ["started", "ended", "refused", "forgotten"].contains(event) else { return nil }
        guard session.text.flatMap({ SessionID($0) }) != nil else { return "has a session that is none" }
        guard event == "started" || event == "refused" else { return nil }
        let words = (leaf["by"]?.text ?? "").utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        let isUser =
            words.count == 2 && words[0].elementsEqual("uid".utf8) && !words[1].isEmpty
            && words[1].allSatisfy(\.isDigit)
        return isUser ? nil : "does not say whose its session is"
    }
}
