package import MayflyCore

/// The number of a tree's leaves, and its hash.
package struct TreeHead: Hashable, Sendable {
    package var size: UInt64
    package var root: Digest

    package init(size: UInt64, root: Digest) {
        self.size = size
        self.root = root
    }
}
