internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// The digests that are revoked on this host for good, in a file that only root can reach.
///
/// Lines are only ever added. A compromised daemon can add digests, which denies no more than it could refuse anyway, but it
/// cannot remove one.
final class RevocationFile {
    private static let name = "revoked"
    /// How many digests that could not be written are tried again in one call, since each write waits for the disk.
    private static let mostRetries = 8

    private let path: String
    private let file: OwnedDescriptor
    private var digests: RevokedDigests

    private init(path: String, file: consuming OwnedDescriptor, digests: RevokedDigests) {
        self.path = path
        self.file = file
        self.digests = digests
    }

    /// Opens the file in the warden's own state directory; makes both if they do not exist.
    static func open(in directory: String) throws(WardenError) -> RevocationFile {
        let opened = try openDirectory(directory)
        let path = "\(directory)/\(name)"
        let file = try system { () throws(SystemCallError) in
            let file = try opened.open(name, .appending)
            try opened.synchronise()
            return file
        }
        try TrustedFile.check(file, path)
        let bound = RevokedDigests.capacity * RevokedDigests.lineLength
        let text = try system { () throws(SystemCallError) in try file.readAll(bound: bound) }
        do throws(RevokedDigests.Failure) {
            return RevocationFile(path: path, file: file, digests: try RevokedDigests(text: text))
        } catch {
            throw WardenError.untrusted(
                path: path,
                why:
                    "cannot be understood: \(error); what is revoked is not known. Mend the line; a cut last line may go"
            )
        }
    }

    private static func openDirectory(_ path: String) throws(WardenError) -> OwnedDescriptor {
        try system { () throws(SystemCallError) in
            do throws(SystemCallError) {
                try syscall("mkdir", on: path) { unsafe mkdir(path, 0o700) }
            } catch  where error.errno == .exists {
            }
        }
        let directory = try TrustedFile.directory(path)
        let status = try system { () throws(SystemCallError) in try directory.status() }
        guard status.permissions & 0o077 == 0 else {
            throw WardenError.untrusted(path: path, why: "is open to others; mend it with: chmod 700 \(path)")
        }
        return directory
    }

    /// Why a digest may not run; `nil` when this file has no objection.
    func objection(to digest: Digest) -> String? {
        if digests.contains(digest) { return "\(digest) was revoked on this host, for good" }
        guard digests.isIncomplete else { return nil }
        return "more digests were revoked than \(path) and the warden hold: nothing runs until the file is mended"
    }

    /// The number of revoked digests, for people.
    var summary: String {
        let rest = digests.unwrittenCount
        return rest == 0 ? "\(digests.count)" : "\(digests.count), \(rest) of them not written down"
    }

    /// Revokes a digest: at once until the warden ends, and for good if the line could be written.
    ///
    /// Digests that could not be written are tried again at the next call for any digest.
    ///
    /// - Returns: Why the line could not be written; `nil` when it was.
    func add(_ digest: Digest) -> String? {
        digests.insert(digest)
        guard !digests.isWritten(digest) else { return nil }
        if let failure = write(digest) { return failure }
        for other in digests.unwritten(atMost: Self.mostRetries) {
            guard write(other) == nil else { break }
        }
        return nil
    }

    private func write(_ digest: Digest) -> String? {
        guard !digests.isFull else { return "\(path) is full: \(RevokedDigests.capacity) digests are revoked" }
        do throws(SystemCallError) {
            try append(RevokedDigests.line(for: digest))
            digests.noteWritten(digest)
            return nil
        } catch {
            return "\(path): \(error)"
        }
    }

    /// Appends a whole line or nothing.
    private func append(_ line: [UInt8]) throws(SystemCallError) {
        let size = try file.status().size
        do throws(SystemCallError) {
            try file.writeAll(line, on: path)
            try file.synchronise()
        } catch {
            let number = file.number
            _ = ftruncate(number, off_t(size))
            throw error
        }
    }
}
