/// One protection or limit that was in force in a cell, as read back from the kernel.
package struct Control: Hashable, Sendable, Codable {
    /// The control's name, for example `seccomp` or `memory.max`.
    package var name: String
    /// The value the kernel reported, for example `2` or `268435456`.
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
