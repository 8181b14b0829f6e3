internal import Glibc
internal import MayflyCore
internal import Synchronization

/// An object that is being written.
///
/// If it is not finished, its file is removed.
package final class ObjectWriter: Sendable {
    private struct State {
        var file: OpenFile?
        var hash = ObjectHash()
        var size: UInt64 = 0
    }

    private let path: String
    private let store: ObjectStore
    private let state: Mutex<State>

    init(path: String, store: ObjectStore) throws(StoreError) {
        self.path = path
        self.store = store
        let file = try OpenFile.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o400)
        self.state = Mutex(State(file: file))
    }

    deinit { discard() }

    /// Writes the next bytes.
    package func append(_ bytes: [UInt8]) throws(StoreError) {
        try state.withLock { (state) throws(StoreError) in
            guard let file = state.file else { throw .failed("\(path) is finished already") }
            try store.reserve.check(adding: bytes.count)
            try file.write(bytes)
            state.hash.update(bytes)
            state.size += UInt64(bytes.count)
        }
    }

    /// Makes the object durable, and gives it its name.
    package func finish() throws(StoreError) -> StoredObject {
        let (object, touched) = try settle()
        try ObjectStore.sync(touched)
        return object
    }

    /// Gives the object its name without making it durable, which is left to ``ObjectStore/syncAll()``.
    package func finishUnsynced() throws(StoreError) -> StoredObject { try settle(syncing: false).object }

    /// Gives the object its name, and returns the directories that must be synced before that is durable.
    func settle(syncing: Bool = true) throws(StoreError) -> (object: StoredObject, touched: Set<String>) {
        try state.withLock { (state) throws(StoreError) in
            guard let file = state.file else { throw .failed("\(path) is finished already") }
            if syncing { try file.sync() }
            let digest = state.hash.digest
            let touched = try store.adopt(path, as: digest)
            state.file = nil
            return (StoredObject(digest: digest, size: .bytes(state.size), in: store), touched)
        }
    }

    /// Removes the file.
    package func discard() {
        state.withLock { state in
            guard state.file != nil else { return }
            state.file = nil
            unlink(path)
        }
    }
}
