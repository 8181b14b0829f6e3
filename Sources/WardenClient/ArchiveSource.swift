/// Bytes that are not in memory, of a length that does not change.
package protocol ArchiveSource: Sendable {
    /// Their length.
    var count: Int { get }

    /// The bytes from `offset` on: at least one and at most `most`; `nil` when they cannot be read.
    func piece(at offset: Int, atMost most: Int) -> [UInt8]?
}
