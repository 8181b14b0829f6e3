/// How fast a cell may read from the disks behind its visible paths.
///
/// There is no such limit for writing: nothing that a cell may write to is on a disk.
package struct DiskRate: Hashable, Sendable {
    /// Bytes per second; `nil` for as many as the disk gives.
    package var readBytes: ByteCount?
    /// Operations per second, as the kernel counts those it gives to the disk; `nil` for as many as the disk gives.
    package var readOperations: UInt32?

    package init(readBytes: ByteCount? = nil, readOperations: UInt32? = nil) {
        self.readBytes = readBytes
        self.readOperations = readOperations
    }

    /// What the bytes per second must be between: less would make the start of an interpreter take minutes.
    package static let bytes = ByteCount.kibibytes(64)...ByteCount.bytes(1 << 40)
    /// What the operations per second must be between.
    package static let operations: ClosedRange<UInt32> = 10...10_000_000

    /// Whether both are `nil` or within their ranges, and one of them is there.
    package var isValid: Bool {
        (readBytes != nil || readOperations != nil) && readBytes.map(Self.bytes.contains) != false
            && readOperations.map(Self.operations.contains) != false
    }
}
