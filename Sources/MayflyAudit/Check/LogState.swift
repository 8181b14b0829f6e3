internal import MayflyCore

/// What a scan found: where a log ends, and whether its hashes are in order.
package struct LogState: Sendable {
    /// The frontier of all whole records.
    package var frontier = MerkleFrontier()
    /// The first record of the last segment; `nil` when there is no segment.
    package var lastSegment: UInt64?
    /// Where the whole records of the last segment end.
    package var end: UInt64 = 0
    /// Whether a record that was cut follows them.
    package var isTorn = false
    /// Whether the file of hashes agrees with the records.
    package var areHashesRight = true
    /// The newest checkpoint; `nil` when there is none.
    package var checkpoint: Checkpoint?

    package init() {}

    /// The log's size and hash.
    package var head: TreeHead { TreeHead(size: frontier.size, root: frontier.root) }
}
