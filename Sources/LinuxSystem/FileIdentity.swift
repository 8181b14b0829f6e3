/// What tells one state of one file from every other: when it is the same, so are the bytes.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: UInt64
    private let modified: Int64
    private let changed: Int64

    package init(_ status: FileStatus) {
        device = status.device
        inode = status.inode
        size = status.size
        modified = status.modified
        changed = status.changed
    }

    /// File times go on in steps of a few milliseconds: two changes within one step look like one.
    private static let step: Int64 = 1_000_000_000

    /// Whether a change from now on would show: the last one is longer ago than a step of the clock.
    ///
    /// - Parameter now: Nanoseconds since 1970, from before the bytes were read.
    package func isSettled(at now: Int64) -> Bool { changed < now - Self.step }
}
