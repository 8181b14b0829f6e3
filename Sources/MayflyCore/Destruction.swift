/// The checks after a cell's end, and what they found left of it.
package struct Destruction: Hashable, Sendable, Codable {
    /// One line for each check that held, for example `cgroup: removed from 5 hierarchies`.
    package var checked: [String]
    /// One line for each thing that was left; empty when the cell is gone.
    package var leftovers: [String]

    package init(checked: [String] = [], leftovers: [String] = []) {
        self.checked = checked
        self.leftovers = leftovers
    }

    /// Whether there were checks and nothing was left.
    package var isComplete: Bool { leftovers.isEmpty && !checked.isEmpty }
}
