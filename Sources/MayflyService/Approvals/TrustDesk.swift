internal import Crypto
internal import Glibc
internal import MayflyCore
internal import MayflyEvidence
internal import Synchronization

/// The daemon's own copy of the root-owned trust files, as they are now.
///
/// They are looked at before every decision and read again when they are other files than before: who takes a key out of
/// them need not tell the daemon. A file that cannot be read or understood stops every admission; the old one is not used.
final class TrustDesk: Sendable {
    /// Which file it was: two reads of the same file need not be two.
    private struct Identity: Hashable {
        var device: UInt
        var inode: UInt
        var size: Int
        var modified: [Int]
    }

    private struct State {
        var identities: [Identity?] = []
        var trust: Trust?
        /// Whether there was a list of revoked keys since the start.
        var hasSeenRevokedKeys = false
    }

    /// The files and what they say.
    struct Trust: Sendable {
        var files: TrustFiles
        /// SHA-256 of `allowed_signers` and, where it is there, of `revoked_keys`.
        var digests: (signers: MayflyCore.Digest, revoked: MayflyCore.Digest?)

        /// Of both, as the warden has it: of what `sha256sum` prints for the files that are there.
        var digest: MayflyCore.Digest {
            let files = [("allowed_signers", digests.signers), ("revoked_keys", digests.revoked)]
            let entries = files.compactMap { name, digest in digest.map { Manifest.Entry(path: name, digest: $0) } }
            return BundleDigest.digest(of: Array(Manifest.text(of: entries).utf8))
        }
    }

    private static let longest = TrustFile.longest
    let directory: String
    private let state = Mutex(State())

    init(directory: String) {
        self.directory = directory
    }

    /// The trust in force.
    ///
    /// - Throws: ``ServiceError/trustUnreadable(_:)``, naming the file and what is wrong with it.
    func current() throws(ServiceError) -> Trust {
        let result = state.withLock { state -> Result<Trust, ServiceError> in
            do throws(ServiceError) {
                return .success(try current(&state))
            } catch {
                state = State(hasSeenRevokedKeys: state.hasSeenRevokedKeys)
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func current(_ state: inout State) throws(ServiceError) -> Trust {
        let identities = [try identity(of: "allowed_signers"), try identity(of: "revoked_keys")]
        if let trust = state.trust, state.identities == identities { return trust }
        let trust = try read()
        guard trust.digests.revoked != nil || !state.hasSeenRevokedKeys else {
            let path = "\(directory)/revoked_keys"
            throw .trustUnreadable("\(path) is gone; put it back, or an empty one: touch \(path)")
        }
        let isThere = trust.digests.revoked != nil
        state = State(identities: identities, trust: trust, hasSeenRevokedKeys: isThere)
        return trust
    }

    private func read() throws(ServiceError) -> Trust {
        guard let signers = try bytes(of: "allowed_signers") else {
            throw .trustUnreadable("\(directory)/allowed_signers does not exist: nobody's signature counts")
        }
        let revoked = try bytes(of: "revoked_keys")
        let files: TrustFiles
        do throws(TrustFileError) {
            files = try TrustFiles(allowedSigners: signers, revokedKeys: revoked ?? [])
        } catch {
            throw .trustUnreadable("in \(directory): \(error)")
        }
        return Trust(files: files, digests: (BundleDigest.digest(of: signers), revoked.map(BundleDigest.digest)))
    }

    private func identity(of name: String) throws(ServiceError) -> Identity? {
        var status = stat()
        guard stat("\(directory)/\(name)", &status) == 0 else {
            if errno == ENOENT { return nil }
            throw unreadable(name)
        }
        let (modified, changed) = (status.st_mtim, status.st_ctim)
        return Identity(
            device: status.st_dev,
            inode: status.st_ino,
            size: status.st_size,
            modified: [modified.tv_sec, modified.tv_nsec, changed.tv_sec, changed.tv_nsec]
        )
    }

    /// The bytes of one file; `nil` when there is none.
    private func bytes(of name: String) throws(ServiceError) -> [UInt8]? {
        let descriptor = open("\(directory)/\(name)", O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw unreadable(name)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.longest + 1)
        var count = 0
        while count < bytes.count {
            let part = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if part == 0 { return Array(bytes.prefix(count)) }
            guard part > 0 else { throw unreadable(name) }
            count += part
        }
        throw .trustUnreadable("\(directory)/\(name) has more than \(Self.longest) bytes")
    }

    private func unreadable(_ name: String) -> ServiceError {
        .trustUnreadable("\(directory)/\(name) cannot be read: \(String(cString: strerror(errno)))")
    }
}
