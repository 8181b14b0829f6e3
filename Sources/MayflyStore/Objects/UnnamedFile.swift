internal import Glibc
package import MayflyCore
internal import Synchronization

/// A file on the store's disk without a name, which vanishes with the last reference to this object, and with the process.
package final class UnnamedFile: Sendable {
    private struct State {
        var hash = ObjectHash()
        var size: UInt64 = 0
    }

    private let file: OpenFile
    private let reserve: SpaceReserve
    private let lanes: DiskLanes
    private let state = Mutex(State())

    /// Makes an empty file; `path` must be free, and is free again afterwards.
    init(at path: String, reserve: SpaceReserve, lanes: DiskLanes) throws(StoreError) {
        self.file = try OpenFile.open(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
        self.reserve = reserve
        self.lanes = lanes
        try SystemFailure.check("unlink", path) { unlink(path) }
    }

    /// Writes the next bytes; callers must do so one after the other.
    package func append(_ bytes: [UInt8]) async throws(StoreError) {
        try await lanes.run { () throws(StoreError) in
            try self.reserve.check(adding: bytes.count)
            try self.file.write(bytes)
            self.state.withLock { state in
                state.hash.update(bytes)
                state.size += UInt64(bytes.count)
            }
        }
    }

    /// The present length.
    package var size: ByteCount { .bytes(state.withLock { $0.size }) }

    /// The digest of the present content.
    package var digest: Digest { state.withLock { $0.hash.digest } }

    /// At most `count` bytes at `offset`.
    package func bytes(at offset: Int, atMost count: Int) throws(StoreError) -> [UInt8] {
        try file.read(atMost: count, at: offset)
    }
}
