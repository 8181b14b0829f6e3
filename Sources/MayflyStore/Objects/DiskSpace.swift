internal import Glibc

/// The size of a disk, and how many bytes and files are free for users other than root.
struct DiskSpace: Hashable, Sendable {
    /// In bytes.
    let total: UInt64
    /// In bytes.
    let free: UInt64
    /// How many files can still be made; `nil` where the disk does not bound them.
    let freeFiles: UInt64?

    /// The bytes and the files below which a disk counts as exhausted.
    private static let (least, fewest): (UInt64, UInt64) = (1 << 20, 16)

    /// Whether hardly anything is left, so that a failure without a stated cause is due to want of space.
    var isExhausted: Bool { free < Self.least || freeFiles.map { $0 < Self.fewest } ?? false }

    /// Asks the kernel about the disk of a directory.
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

    /// Converts the kernel's numbers, in which the free blocks may be negative.
    ///
    /// A tmpfs before Linux 6.7 reports this when more is used than there is.
    ///
    /// - Parameters:
    ///   - files: How many files the disk can have; 0 where it does not bound them.
    ///   - freeFiles: All ones where the disk does not know.
    init(blockSize: UInt64, blocks: UInt64, freeBlocks: UInt64, files: UInt64 = 0, freeFiles: UInt64 = 0) {
        total = Self.bytes(blocks, blockSize)
        free = Self.bytes(Self.nothingIfLess(freeBlocks), blockSize)
        self.freeFiles = files == 0 || freeFiles == .max ? nil : Self.nothingIfLess(freeFiles)
    }

    /// The kernel's number, or 0 if it is negative, which shows only in its highest bit.
    private static func nothingIfLess(_ number: UInt64) -> UInt64 { Int64(bitPattern: number) < 0 ? 0 : number }

    private static func bytes(_ blocks: UInt64, _ blockSize: UInt64) -> UInt64 {
        let (bytes, isTooMuch) = blocks.multipliedReportingOverflow(by: blockSize)
        return isTooMuch ? .max : bytes
    }
}
