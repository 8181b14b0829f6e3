package import MayflyCore

/// An object that has its name, and keeps it for as long as this exists.
///
/// A caller that is about to name the object in a record holds this until the record is on the disk. Otherwise the object could
/// be removed in between, together with the last session that left the same bytes.
package final class StoredObject: Sendable {
    package let digest: Digest
    package let size: ByteCount
    private let store: ObjectStore

    /// Takes over the hold of ``ObjectStore/adopt(_:as:)``.
    init(digest: Digest, size: ByteCount, in store: ObjectStore) {
        self.digest = digest
        self.size = size
        self.store = store
    }

    deinit { store.release(digest) }
}
