package import MayflyCore

/// An object that has its name, and keeps it for as long as this exists.
///
/// Whoever is about to name it in a record holds this until that is on the disk: otherwise the last session that left the same
/// bytes could be forgotten in between, and they with it.
package final class StoredObject: Sendable {
    package let digest: Digest
    package let size: ByteCount
    private let store: ObjectStore

    /// Takes over what ``ObjectStore/adopt(_:as:)`` has taken.
    init(digest: Digest, size: ByteCount, in store: ObjectStore) {
        self.digest = digest
        self.size = size
        self.store = store
    }

    deinit { store.release(digest) }
}
