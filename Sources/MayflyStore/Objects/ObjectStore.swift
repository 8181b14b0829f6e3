internal import CLinux
internal import Foundation
internal import Glibc
package import MayflyCore
internal import Synchronization

/// Files by the SHA-256 of their content: `objects/ab/<64 hex>`.
///
/// The store does not trust the disk: it never returns bytes that do not match their name. Every read hashes again, except of small
/// files that have not changed since they were read and hashed.
package final class ObjectStore: Sendable {
    private static let incoming = "incoming"
    private let root: String
    private let counter = Atomic<UInt64>(0)
    private let small = SmallObjects()
    /// The objects that are held or were stored lately: a record may be about to name them, so they are not removed.
    private let recent: Mutex<RecentObjects>
    /// How long an object is kept although no record names it yet.
    let settlingTime: Duration
    /// Checked before anything is written.
    let reserve: SpaceReserve

    /// Opens the directory, makes it if it does not exist, and removes half-written files that a crash left.
    init(root: String, settlingTime: Duration, reserve: SpaceReserve) throws(StoreError) {
        self.root = root
        self.reserve = reserve
        self.settlingTime = settlingTime
        self.recent = Mutex(RecentObjects(time: settlingTime))
        for directory in [root, "\(root)/\(Self.incoming)"] where try Self.makeDirectory(directory) {
            try Self.sync([(directory as NSString).deletingLastPathComponent])
        }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(Self.incoming)")) ?? [] {
            unlink("\(root)/\(Self.incoming)/\(name)")
        }
    }

    /// Stores some bytes; identical bytes are stored once.
    package func put(_ bytes: [UInt8]) throws(StoreError) -> Digest {
        let writer = try makeWriter()
        try writer.append(bytes)
        return try writer.finish().digest
    }

    /// Stores the bytes of several objects; each directory is made durable once, after all of them.
    func put(_ contents: [[UInt8]]) throws(StoreError) {
        var touched: Set<String> = []
        for bytes in contents {
            let writer = try makeWriter()
            try writer.append(bytes)
            touched.formUnion(try writer.settle().touched)
        }
        try Self.sync(touched)
    }

    /// Begins an object whose bytes come in pieces.
    package func makeWriter() throws(StoreError) -> ObjectWriter {
        let number = counter.add(1, ordering: .relaxed).newValue
        return try ObjectWriter(path: "\(root)/\(Self.incoming)/\(number)", store: self)
    }

    /// Makes a file without a name; see ``UnnamedFile``.
    func makeUnnamed(lanes: DiskLanes) throws(StoreError) -> UnnamedFile {
        let number = counter.add(1, ordering: .relaxed).newValue
        return try UnnamedFile(at: "\(root)/\(Self.incoming)/\(number)", reserve: reserve, lanes: lanes)
    }

    /// The bytes of an object.
    ///
    /// - Throws: ``StoreError/damaged(_:)`` when the object does not exist, is larger than `bound` or no plain file, or does not
    ///   match its name.
    package func read(_ digest: Digest, atMost bound: Int) throws(StoreError) -> [UInt8] {
        let reader = try open(digest, verifying: false)
        guard reader.size.bytes <= UInt64(bound) else {
            throw .damaged("object \(digest) has \(reader.size) bytes, more than \(bound)")
        }
        // Most objects fit into one part, which is then not copied.
        var bytes = try reader.next(atMost: 1 << 20) ?? []
        while let part = try reader.next(atMost: 1 << 20) { bytes += part }
        guard ObjectHash.digest(of: bytes) == digest else { throw Self.mismatch(digest) }
        small.remember(bytes, of: digest, reader.identity)
        return bytes
    }

    /// The bytes of an object that was read before and is still the same file; `nil` when it must be read.
    ///
    /// It checks the file's status, and reads nothing.
    func known(_ digest: Digest, atMost bound: Int) -> [UInt8]? {
        small.bytes(of: digest, at: path(of: digest)).flatMap { $0.count <= bound ? $0 : nil }
    }

    /// At most `count` bytes of an object at `offset`, not verified: the caller must have done so.
    package func piece(of digest: Digest, at offset: Int, atMost count: Int) throws(StoreError) -> [UInt8] {
        try open(digest, verifying: false).bytes(at: offset, atMost: count)
    }

    /// Makes everything durable that was written to this disk until now.
    package func syncAll() throws(StoreError) {
        let directory = try OpenFile.open(root, O_RDONLY | O_DIRECTORY)
        try SystemFailure.check("syncfs", root) { clinux_syncfs(directory.number) }
    }

    /// Opens an object for reading in pieces, after hashing all of it once.
    package func open(_ digest: Digest) throws(StoreError) -> ObjectReader { try open(digest, verifying: true) }

    /// Throws unless a plain file with the object's name and size exists; reads nothing of it.
    func look(for digest: Digest, size: ByteCount) throws(StoreError) {
        let found = try open(digest, verifying: false).size
        guard found == size else { throw .damaged("object \(digest) has \(found) bytes, and not \(size)") }
    }

    /// The names of all stored objects.
    var all: [Digest] {
        let files = FileManager.default
        let directories = (try? files.contentsOfDirectory(atPath: root)) ?? []
        return directories.filter { $0.utf8.count == 2 }.flatMap { directory in
            let names = (try? files.contentsOfDirectory(atPath: "\(root)/\(directory)")) ?? []
            return names.filter { $0.hasPrefix(directory) }.compactMap { Digest("sha256:\($0)") }
        }
    }

    /// Removes an object, if it exists, nobody holds it, and it was not stored just now.
    ///
    /// - Returns: Whether it is gone.
    @discardableResult
    func remove(_ digest: Digest) -> Bool {
        recent.withLock { recent in
            guard !recent.contains(digest, at: .now) else { return false }
            return unlink(path(of: digest)) == 0 || errno == ENOENT
        }
    }

    /// Ends the hold that ``adopt(_:as:)`` began; from now on the object counts as stored just now.
    func release(_ digest: Digest) { recent.withLock { $0.release(digest, at: .now) } }

    /// The path of an object, whether or not it exists.
    private func path(of digest: Digest) -> String {
        let name = digest.hexadecimal
        return "\(root)/\(name.prefix(2))/\(name)"
    }

    private func open(_ digest: Digest, verifying: Bool) throws(StoreError) -> ObjectReader {
        let file: OpenFile
        do throws(StoreError) {
            // Without O_NONBLOCK a FIFO in the object's place would make the daemon wait.
            file = try OpenFile.open(path(of: digest), O_RDONLY | O_NONBLOCK)
        } catch {
            if case .full = error { throw error }
            throw .damaged("object \(digest) cannot be opened: \(error)")
        }
        let reader = try ObjectReader(file, digest: digest)
        if verifying, try reader.hash() != digest { throw Self.mismatch(digest) }
        return reader
    }

    private static func mismatch(_ digest: Digest) -> StoreError {
        .damaged("object \(digest) was changed: its bytes have another digest")
    }

    /// Gives a finished file its name, and holds the object until ``release(_:)``; the same object may exist already.
    ///
    /// - Returns: The directories that must be synced before the name is durable.
    func adopt(_ path: String, as digest: Digest) throws(StoreError) -> Set<String> {
        let target = self.path(of: digest)
        let directory = (target as NSString).deletingLastPathComponent
        let isNew = try Self.makeDirectory(directory)
        // This also replaces an existing file, which repairs a damaged one.
        try recent.withLock { (recent) throws(StoreError) in
            try SystemFailure.check("rename", target) { rename(path, target) }
            recent.hold(digest)
        }
        return isNew ? [directory, root] : [directory]
    }

    /// Makes the names in some directories durable.
    static func sync(_ directories: Set<String>) throws(StoreError) {
        for directory in directories { try OpenFile.open(directory, O_RDONLY | O_DIRECTORY).sync() }
    }

    /// Makes a directory, and returns `false` if it exists already.
    private static func makeDirectory(_ path: String) throws(StoreError) -> Bool {
        if mkdir(path, 0o700) == 0 { return true }
        guard errno == EEXIST else { throw SystemFailure.error("mkdir", path) }
        return false
    }
}
