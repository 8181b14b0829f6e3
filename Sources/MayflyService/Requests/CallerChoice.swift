package import MayflyCore

/// Whose sessions to list.
package enum CallerChoice: Hashable, Sendable {
    case user(UInt32)
    case agent(AgentName)

    /// Parses a user id, or the name of an agent; a text that can be a number is a user id.
    package init?(_ text: String) {
        if let uid = UInt32(digits: text) {
            self = .user(uid)
        } else {
            guard let name = AgentName(text) else { return nil }
            self = .agent(name)
        }
    }
}
