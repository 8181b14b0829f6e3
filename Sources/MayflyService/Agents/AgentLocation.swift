/// Where the file of agents is, and who must own it.
package struct AgentLocation: Hashable, Sendable {
    /// Where it is if nobody asks for another one.
    package static let standard = "/etc/mayfly/agents.yaml"

    package var path: String
    /// Whether an operator named the path: then the file must exist.
    package var isRequired: Bool
    /// The user id of root, except if tests own the file.
    package var owner: UInt32

    package init(path: String, isRequired: Bool, owner: UInt32 = 0) {
        self.path = path
        self.isRequired = isRequired
        self.owner = owner
    }
}
