internal import Glibc

/// How large a disk is, and how much of it, and how many files, are free for who is not root.
struct DiskSpace: Hashable, Sendable {
    /// In bytes.
    let total: UInt64
    /// In bytes.
    let free: UInt64
    /// How many files can be made yet; `nil` where the disk does not bound them.
    let freeFiles: UInt64?

    /// Less than this is as good as nothing: in bytes, and in files.
    private static let (least, fewest): (UInt64, UInt64) = (1 << 20, 16)

    /// Whether hardly anything is left: what failed without a word why has failed for want of space then.
    var isExhausted: Bool { free < Self.least || freeFiles.map { $0 < Self.fewest } ?? false }

    /// - Parameter directory: One on the disk.
    init(of directory: String) throws(StoreError) {
        var status = statvfs()
        try SystemFailure.check("statvfs", directory) { statvfs(directory, &status) }
        self.init(
            blockSize: UInt64(status.f_frsize),
            blocks: UInt64(status.f_blocks),
            freeBlocks: UInt64(status.f_bavail),
            files: UInt64(status.f_files),
            freeFiles: UInt64(status.f_favail)
        )
    }

    /// Less than nothing is free where more is used than there is, as the kernel says of a tmpfs before Linux 6.7.
    ///
    /// - Parameters:
    ///   - files: How many there can be; 0 where the disk does not bound them.
    ///   - freeFiles: All ones where the disk does not know.
    init(blockSize: UInt64, blocks: UInt64, freeBlocks: UInt64, files: UInt64 = 0, freeFiles: UInt64 = 0) {
        total = Self.bytes(blocks, blockSize)
        free = Self.bytes(Self.nothingIfLess(freeBlocks), blockSize)
        self.freeFiles = files == 0 || freeFiles == .max ? nil : Self.nothingIfLess(freeFiles)
    }

    /// A number of the kernel's, which may be below 0 and is told without a sign.
    private static func nothingIfLess(_ number: UInt64) -> UInt64 { Int64(bitPattern: number) < 0 ? 0 : number }

    private static func bytes(_ blocks: UInt64, _ blockSize: UInt64) -> UInt64 {
        let (bytes, isTooMuch) = blocks.multipliedReportingOverflow(by: blockSize)
        return isTooMuch ? .max : bytes
    }
}
