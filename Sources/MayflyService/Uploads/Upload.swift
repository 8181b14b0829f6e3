package import MayflyCore
internal import MayflyStore
internal import WardenClient

/// Bytes that a caller sends ahead of the sessions that read them.
///
/// They are in a file without a name, which is gone with the last reference to this object.
package final class Upload: Sendable {
    package let id: UploadID
    package let size: ByteCount
    package let digest: Digest
    /// When requests can no longer name it.
    package let expiresAt: Timestamp
    /// The agent that sent it; `nil` if the sender was none.
    let agent: AgentName?
    private let file: UnnamedFile
    private let share: ByteBudget.Share

    init(
        _ id: UploadID,
        _ file: UnnamedFile,
        agent: AgentName?,
        expiresAt: Timestamp,
        share: ByteBudget.Share
    ) {
        self.id = id
        self.size = file.size
        self.digest = file.digest
        self.agent = agent
        self.expiresAt = expiresAt
        self.file = file
        self.share = share
    }

    /// The user id of the sender.
    var uid: UInt32 { share.uid }
}

extension Upload: ArchiveSource {
    package var count: Int { Int(clamping: size.bytes) }

    package func piece(at offset: Int, atMost most: Int) -> [UInt8]? { try? file.bytes(at: offset, atMost: most) }
}
