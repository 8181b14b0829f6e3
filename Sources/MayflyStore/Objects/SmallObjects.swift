internal import Glibc
internal import MayflyCore
internal import Synchronization

/// Caches the bytes of small objects that were read and hashed, while their files are unchanged.
///
/// Each session reads its script. A file that was changed or exchanged has other times or another inode, and is read and hashed
/// again. A file that changed within the last second is not cached, because file times advance in steps.
final class SmallObjects: Sendable {
    /// The identity of a file and of its state.
    struct Identity: Hashable, Sendable {
        private let numbers: [Int]
        private let changed: Int

        init(_ status: stat) {
            let (modified, changed) = (status.st_mtim, status.st_ctim)
            numbers = [
                Int(bitPattern: UInt(status.st_dev)), Int(bitPattern: UInt(status.st_ino)), status.st_size,
                Int(status.st_mode), modified.tv_sec, modified.tv_nsec, changed.tv_sec, changed.tv_nsec,
            ]
            self.changed = changed.tv_sec
        }

        /// Whether the file's times differ from those of every later state.
        func isSettled(at now: Int) -> Bool { now > changed + 1 }
    }

    private struct State {
        var objects: [Digest: (identity: Identity, bytes: [UInt8])] = [:]
        var bytes = 0
    }

    /// The longest object that is cached, and the bound for all together, in bytes.
    static let (longest, most) = (256 * 1024, 8 << 20)
    private let state = Mutex(State())

    /// The bytes of an object; `nil` when they are not cached, or its file has changed.
    func bytes(of digest: Digest, at path: String) -> [UInt8]? {
        guard let known = state.withLock({ $0.objects[digest] }) else { return nil }
        var status = stat()
        guard lstat(path, &status) == 0, Identity(status) == known.identity else { return nil }
        return known.bytes
    }

    /// Caches bytes that were read from a file and have the right digest.
    ///
    /// - Parameters:
    ///   - identity: The file's identity from before it was read.
    ///   - now: Seconds since 1970.
    func remember(_ bytes: [UInt8], of digest: Digest, _ identity: Identity, at now: Int = time(nil)) {
        guard bytes.count <= Self.longest, identity.isSettled(at: now) else { return }
        state.withLock { state in
            if state.bytes + bytes.count > Self.most { state = State() }
            let old = state.objects.updateValue((identity, bytes), forKey: digest)
            state.bytes += bytes.count - (old?.bytes.count ?? 0)
        }
    }
}
