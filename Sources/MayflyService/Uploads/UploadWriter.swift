internal import MayflyCore
internal import MayflyStore
internal import WardenProtocol

/// An upload in progress.
///
/// An upload that is not finished leaves nothing behind.
package struct UploadWriter: Sendable {
    private let file: UnnamedFile
    private let agent: AgentName?
    private let share: ByteBudget.Share
    private let quota: ByteCount

    /// - Parameter agent: The agent that sends it; `nil` if the sender is none.
    init(_ store: Store, agent: AgentName?, share: ByteBudget.Share, quota: ByteCount) throws(ServiceError) {
        do throws(StoreError) { file = try store.makeUnnamed() } catch { throw ServiceError(error) }
        self.agent = agent
        self.share = share
        self.quota = quota
    }

    /// Appends the next bytes.
    package func append(_ bytes: [UInt8]) async throws(ServiceError) {
        guard file.size.bytes + UInt64(bytes.count) <= UInt64(FrameBound.archive) else {
            throw .invalid(pointer: "", detail: "more than \(ByteCount.bytes(UInt64(FrameBound.archive)))")
        }
        guard share.take(bytes.count) else { throw .uploadQuota(quota) }
        do throws(StoreError) { try await file.append(bytes) } catch { throw ServiceError(error) }
    }

    /// Makes it an upload that requests can name.
    func finish(_ id: UploadID, expiresAt: Timestamp) -> Upload {
        Upload(id, file, agent: agent, expiresAt: expiresAt, share: share)
    }
}
