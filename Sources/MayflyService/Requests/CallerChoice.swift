package import MayflyCore

/// Whose sessions are asked for.
package enum CallerChoice: Hashable, Sendable {
    case user(UInt32)
    case agent(AgentName)

    /// Reads the number of a user, or the name of an agent; what can be a number is one.
    package init?(_ text: String) {
        if let uid = UInt32(digits: text) {
            self = .user(uid)
        } else {
            guard let name = AgentName(text) else { return nil }
            self = .agent(name)
        }
    }
}
