/// Where the file of agents is, and who must own it.
package struct AgentLocation: Hashable, Sendable {
    package var path: String
    /// Whether it was asked for by name: then it has to be there.
    package var isRequired: Bool
    /// Root's number, except where tests own the file.
    package var owner: UInt32

    package init(path: String, isRequired: Bool, owner: UInt32 = 0) {
        self.path = path
        self.isRequired = isRequired
        self.owner = owner
    }
}
