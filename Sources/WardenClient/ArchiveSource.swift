/// Bytes that are not in memory, whose number does not change.
package protocol ArchiveSource: Sendable {
    /// The number of bytes.
    var count: Int { get }

    /// Reads bytes from `offset` on, at least one and at most `most`; `nil` when they cannot be read.
    func piece(at offset: Int, atMost most: Int) -> [UInt8]?
}
