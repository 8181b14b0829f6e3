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
}
