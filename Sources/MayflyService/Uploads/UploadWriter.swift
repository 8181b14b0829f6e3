internal import MayflyCore
internal import MayflyStore
internal import WardenProtocol

/// An upload that is under way.
///
/// What is not finished leaves nothing behind.
package struct UploadWriter: Sendable {
    private let writer: ObjectWriter
    private let store: ObjectStore
    private let share: UploadBudget.Share
    private let quota: ByteCount
    private var count = 0

    init(_ store: ObjectStore, share: UploadBudget.Share, quota: ByteCount) throws(ServiceError) {
        do throws(StoreError) { writer = try store.makeWriter() } catch { throw ServiceError(error) }
        self.store = store
        self.share = share
        self.quota = quota
    }

    /// Takes the next bytes.
    package mutating func append(_ bytes: [UInt8]) throws(ServiceError) {
        count += bytes.count
        guard count <= FrameBound.archive else {
            throw .invalid(pointer: "", detail: "more than \(ByteCount.bytes(UInt64(FrameBound.archive)))")
        }
        guard share.take(bytes.count) else { throw .uploadQuota(quota) }
        do throws(StoreError) { try writer.append(bytes) } catch { throw ServiceError(error) }
    }

    /// Makes it an upload.
    func finish(_ id: UploadID, expiresAt: Timestamp) throws(ServiceError) -> Upload {
        do throws(StoreError) {
            let digest = try writer.finish().digest
            return Upload(id, try store.open(digest), expiresAt: expiresAt, share: share)
        } catch {
            throw ServiceError(error)
        }
    }
}
