/// What was checked after a cell's end, and what was found left of it.
package struct Destruction: Hashable, Sendable, Codable {
    /// One line per check that was made and held, for example `cgroup: removed from 5 hierarchies`.
    package var checked: [String]
    /// One line per thing that was left; empty when the cell is gone.
    package var leftovers: [String]

    package init(checked: [String] = [], leftovers: [String] = []) {
        self.checked = checked
        self.leftovers = leftovers
    }

    /// Whether something was checked and nothing was left.
    package var isComplete: Bool { leftovers.isEmpty && !checked.isEmpty }
}
