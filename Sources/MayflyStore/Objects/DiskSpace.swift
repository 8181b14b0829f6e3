internal import Glibc

/// How large a disk is, and how much of it is free for who is not root.
struct DiskSpace: Hashable, Sendable {
    /// In bytes.
    let total: UInt64
    /// In bytes.
    let free: UInt64

    /// - Parameter directory: One on the disk.
    init(of directory: String) throws(StoreError) {
        var status = statvfs()
        try SystemFailure.check("statvfs", directory) { statvfs(directory, &status) }
        self.init(
            blockSize: UInt64(status.f_frsize),
            blocks: UInt64(status.f_blocks),
            freeBlocks: UInt64(status.f_bavail)
        )
    }

    /// Less than nothing is free where more is used than there is, as the kernel says of a tmpfs before Linux 6.7.
    init(blockSize: UInt64, blocks: UInt64, freeBlocks: UInt64) {
        total = Self.bytes(blocks, blockSize)
        free = Self.bytes(Int64(bitPattern: freeBlocks) < 0 ? 0 : freeBlocks, blockSize)
    }

    private static func bytes(_ blocks: UInt64, _ blockSize: UInt64) -> UInt64 {
        let (bytes, isTooMuch) = blocks.multipliedReportingOverflow(by: blockSize)
        return isTooMuch ? .max : bytes
    }
}
