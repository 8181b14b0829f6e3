internal import MayflyCore

/// What a log has to have been at some size, and who says so.
package struct KnownHead: Hashable, Sendable {
    package var head: TreeHead
    /// For people, for example `checkpoint`.
    package var source: String

    package init(_ head: TreeHead, source: String) {
        self.head = head
        self.source = source
    }
}
