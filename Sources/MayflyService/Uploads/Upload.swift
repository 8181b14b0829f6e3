package import MayflyCore
internal import MayflyStore
internal import WardenClient

/// Bytes that a caller sent ahead of the sessions that read them.
///
/// They are in an open file: whoever holds this can read them, whatever was removed meanwhile.
package final class Upload: Sendable {
    package let id: UploadID
    package let size: ByteCount
    package let digest: Digest
    /// When it can be named no longer.
    package let expiresAt: Timestamp
    private let reader: ObjectReader
    private let share: UploadBudget.Share

    init(_ id: UploadID, _ reader: ObjectReader, expiresAt: Timestamp, share: UploadBudget.Share) {
        self.id = id
        self.size = reader.size
        self.digest = reader.digest
        self.expiresAt = expiresAt
        self.reader = reader
        self.share = share
    }

    /// Who sent it, by number.
    var uid: UInt32 { share.uid }
}

extension Upload: ArchiveSource {
    package var count: Int { Int(clamping: size.bytes) }

    package func piece(at offset: Int, atMost most: Int) -> [UInt8]? { try? reader.bytes(at: offset, atMost: most) }
}
