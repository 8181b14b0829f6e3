internal import MayflyCore

/// What the database knows of the log's files, so that each of the two shows whether the other was exchanged.
package struct LogAnchor: Hashable, Sendable {
    /// The records that are surely in the files.
    package var exported: TreeHead
    /// The index of the next record.
    package var next: UInt64

    package init(exported: TreeHead, next: UInt64) {
        self.exported = exported
        self.next = next
    }
}
