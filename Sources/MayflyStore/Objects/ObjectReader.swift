internal import Glibc
package import MayflyCore
internal import Synchronization

/// An object that is being read.
package final class ObjectReader: Sendable {
    package let digest: Digest
    package let size: ByteCount
    private let file: OpenFile
    /// The file's identity when it was opened.
    let identity: SmallObjects.Identity
    private let position = Mutex(0)

    init(_ file: OpenFile, digest: Digest) throws(StoreError) {
        var status = stat()
        try SystemFailure.check("fstat", file.path) { fstat(file.number, &status) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .damaged("object \(digest) is not a plain file") }
        self.file = file
        self.digest = digest
        self.size = .bytes(UInt64(status.st_size))
        self.identity = SmallObjects.Identity(status)
    }

    /// The next bytes; `nil` at the end.
    package func next(atMost count: Int) throws(StoreError) -> [UInt8]? {
        try position.withLock { (position) throws(StoreError) in
            let rest = Int(size.bytes) - position
            guard rest > 0 else { return nil }
            let bytes = try file.read(atMost: min(count, rest), at: position)
            guard !bytes.isEmpty else { throw .damaged("object \(digest) became shorter while it was read") }
            position += bytes.count
            return bytes
        }
    }

    /// At most `count` bytes at `offset`; leaves the position of ``next(atMost:)`` unchanged.
    func bytes(at offset: Int, atMost count: Int) throws(StoreError) -> [UInt8] {
        try file.read(atMost: count, at: offset)
    }

    /// The digest of the file's present content; leaves the position of ``next(atMost:)`` unchanged.
    func hash() throws(StoreError) -> Digest {
        var hash = ObjectHash()
        var offset = 0
        while offset < Int(size.bytes) {
            let bytes = try file.read(atMost: 1 << 20, at: offset)
            guard !bytes.isEmpty else { break }
            hash.update(bytes)
            offset += bytes.count
        }
        return hash.digest
    }
}
