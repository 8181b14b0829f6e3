package import MayflyCore

/// How full a cell's scratch file system is, according to the kernel.
///
/// The kernel's numbers may be inconsistent. Before Linux 6.7 several processes that request the last page at once may all get
/// one: then more pages are used than exist, and the number of free ones wraps to nearly 2^64.
package struct ScratchUse: Hashable, Sendable {
    /// The bytes that its files take.
    package let bytes: ByteCount
    /// The number of files and directories, without ``ownInodes``.
    package let inodes: UInt64
    /// Whether no byte is free.
    package let hasNoBytes: Bool
    /// Whether no inode is free.
    package let hasNoInodes: Bool

    /// The root and the four directories, which Mayfly makes.
    private static let ownInodes: UInt64 = 5

    /// - Parameters: As in `struct statfs`: sizes in blocks, `blockSize` in bytes.
    package init(blockSize: UInt64, blocks: UInt64, freeBlocks: UInt64, inodes: UInt64, freeInodes: UInt64) {
        let (used, hasNoBytes) = Self.used(of: blocks, free: freeBlocks)
        let (bytes, isTooMuch) = used.multipliedReportingOverflow(by: blockSize)
        let (files, hasNoInodes) = Self.used(of: inodes, free: freeInodes)
        self.bytes = .bytes(isTooMuch ? .max : bytes)
        self.inodes = files > Self.ownInodes ? files - Self.ownInodes : 0
        (self.hasNoBytes, self.hasNoInodes) = (hasNoBytes, hasNoInodes)
    }

    /// How many units are used, and whether all are; a negative number of free units counts as 0.
    private static func used(of all: UInt64, free: UInt64) -> (UInt64, isAll: Bool) {
        let free = min(all, UInt64(max(0, Int64(bitPattern: free))))
        return (all - free, free == 0)
    }
}
