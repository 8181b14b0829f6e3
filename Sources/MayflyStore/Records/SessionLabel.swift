/// A label that a caller gave a session: a name and a text.
package struct SessionLabel: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
