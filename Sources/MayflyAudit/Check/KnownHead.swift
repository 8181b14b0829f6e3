internal import MayflyCore

/// A head that a log must have had at some size, and its source.
package struct KnownHead: Hashable, Sendable {
    package var head: TreeHead
    /// The source in words, for example `checkpoint`.
    package var source: String

    package init(_ head: TreeHead, source: String) {
        self.head = head
        self.source = source
    }
}
