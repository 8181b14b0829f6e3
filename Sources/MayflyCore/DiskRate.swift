/// How fast a cell may read from the disks behind its visible paths.
///
/// There is no such limit for writing, since no place that a cell may write to is on a disk.
package struct DiskRate: Hashable, Sendable {
    /// Bytes per second; `nil` for no limit.
    package var readBytes: ByteCount?
    /// Operations per second, counted where the kernel hands them to the disk; `nil` for no limit.
    package var readOperations: UInt32?

    package init(readBytes: ByteCount? = nil, readOperations: UInt32? = nil) {
        self.readBytes = readBytes
        self.readOperations = readOperations
    }

    /// The allowed range of bytes per second; below it, an interpreter would take minutes to start.
    package static let bytes = ByteCount.kibibytes(64)...ByteCount.bytes(1 << 40)
    /// The allowed range of operations per second.
    package static let operations: ClosedRange<UInt32> = 10...10_000_000

    /// Whether there is at least one value, and each is within its range.
    package var isValid: Bool {
        (readBytes != nil || readOperations != nil) && readBytes.map(Self.bytes.contains) != false
            && readOperations.map(Self.operations.contains) != false
    }
}
