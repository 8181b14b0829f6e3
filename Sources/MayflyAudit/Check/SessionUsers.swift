internal import MayflyCore
package import MayflyJSON

/// Whose sessions are, as far as records say: `started` and `refused` name the user, `ended` does not.
///
/// Holds those that have started and not ended.
package struct SessionUsers: Sendable {
    private var users: [String: String] = [:]

    package init() {}

    /// Takes note of whose a session is, from the record of its start.
    package mutating func start(_ leaf: JSON) {
        guard let session = leaf["session"]?.text, let user = leaf["by"]?.text else { return }
        users[session] = user
    }

    /// Whose a session was, from the record of its end or of its refusal; `nil` when it ended before it had a start.
    package mutating func end(_ leaf: JSON) -> String? {
        guard let session = leaf["session"]?.text else { return nil }
        let user = users.removeValue(forKey: session)
        // In `ended` it is who has ended it.
        return leaf["event"]?.text == "refused" ? leaf["by"]?.text : user
    }

    /// What is wrong with the session that a record names, or with whose it is; `nil` when nothing is.
    static func fault(of leaf: JSON) -> String? {
        let event = leaf["event"]?.text
        guard let session = leaf["session"] else {
            // What became no session has none.
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
