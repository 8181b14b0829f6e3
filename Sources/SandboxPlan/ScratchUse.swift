package import MayflyCore

/// How full a cell's scratch space is, by what the kernel says of its file system.
///
/// The kernel's numbers are not believed to fit together. Before Linux 6.7 several processes that take the last page at once may all
/// get one: then more is used than there is, and what is free is said to be nearly 2^64.
package struct ScratchUse: Hashable, Sendable {
    /// What the files in it take.
    package let bytes: ByteCount
    /// How many files and directories there are, without ``ownInodes``.
    package let inodes: UInt64
    /// Whether no more can be written.
    package let hasNoBytes: Bool
    /// Whether no more files can be made.
    package let hasNoInodes: Bool

    /// The root and the four directories, which are Mayfly's.
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

    /// How much of a number is used, and whether all of it is: less than nothing is free where more is used than there is.
    private static func used(of all: UInt64, free: UInt64) -> (UInt64, isAll: Bool) {
        let free = min(all, UInt64(max(0, Int64(bitPattern: free))))
        return (all - free, free == 0)
    }
}
