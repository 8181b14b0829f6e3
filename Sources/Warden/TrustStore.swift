internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import WardenProtocol

/// Reads whose signatures count, from the root-owned files `allowed_signers` and `revoked_keys`.
///
/// The files are examined at every launch, so that nobody has to announce a change. If a file cannot be read or trusted, there is
/// no answer; the old copy is never used instead.
final class TrustStore {
    /// The contents of both files.
    struct Files {
        let allowedSigners: [UInt8]
        /// Empty when there is no such file.
        let revokedKeys: [UInt8]
        /// SHA-256 over the output of `sha256sum allowed_signers revoked_keys`, without the second file if it does not exist.
        let digest: Digest
    }

    private struct Known {
        let files: Files
        /// The identities of both files; `nil` for one that does not exist.
        let identities: [FileIdentity?]
    }

    private static let names = ["allowed_signers", "revoked_keys"]

    let directory: String
    private let mark: RevokedKeysMark
    /// What was read last; `nil` while a change of it could go unnoticed.
    private var known: Known?
    /// Whether this warden has seen a list of revoked keys; `nil` before it has looked.
    private var hasSeenRevokedKeys: Bool?
    /// Whether ``mark`` was made, by which the next warden knows of that list.
    private var marking = Marking.untried

    private enum Marking { case untried, made, failed }

    /// - Parameters:
    ///   - directory: Where the trust files are.
    ///   - ownDirectory: The warden's own directory, which need not exist yet.
    init(directory: String, ownDirectory: String) {
        self.directory = directory
        mark = RevokedKeysMark(directory: ownDirectory)
    }

    /// The current files, read again only after a change.
    func current() throws(WardenError) -> Files {
        do throws(WardenError) {
            return try read()
        } catch {
            known = nil
            throw error
        }
    }

    private func read() throws(WardenError) -> Files {
        let opened = try TrustedFile.directory(directory)
        let signers = try open(Self.names[0], in: opened)
        let revoked = try openIfThere(Self.names[1], in: opened)
        let now = Instant.nanosecondsSince1970
        let status = try system { () throws(SystemCallError) in try signers.status() }
        let identities = [FileIdentity(status, at: now), try Self.identity(of: revoked, at: now)]
        try checkPresence(identities[1] != nil)
        if let known, known.identities == identities { return known.files }
        return try readAgain(signers, revoked)
    }

    /// Refuses to go on when the list of revoked keys is gone, since that would revive every key on it.
    private func checkPresence(_ isThere: Bool) throws(WardenError) {
        let wasThere = if let hasSeenRevokedKeys { hasSeenRevokedKeys } else { try mark.isThere }
        guard isThere || !wasThere else {
            let path = path(Self.names[1])
            throw WardenError.untrusted(
                path: path,
                why: "is gone, and with it which keys are revoked; put it back, or an empty one: touch \(path)"
            )
        }
        hasSeenRevokedKeys = isThere
        if isThere { makeMark() }
    }

    /// Makes the mark; after a failure only this warden remembers the list, and the next call tries again.
    private func makeMark() {
        guard marking != .made else { return }
        do throws(SystemCallError) {
            try mark.make()
            marking = .made
        } catch {
            guard marking == .untried else { return }
            marking = .failed
            StandardError.write(
                "mayfly-warden: that there is a \(Self.names[1]) is not kept for the next start: \(error)"
            )
        }
    }

    private func readAgain(
        _ signers: borrowing OwnedDescriptor,
        _ revoked: borrowing OwnedDescriptor?
    ) throws(WardenError) -> Files {
        let first = try TrustedFile.read(signers, path(Self.names[0]), bound: FrameBound.trustFile)
        var entries = [Manifest.Entry(path: Self.names[0], digest: SHA256.digest(of: first.bytes))]
        var second: (bytes: [UInt8], identity: FileIdentity?) = ([], nil)
        var isSettled = first.identity != nil
        switch revoked {
        case .some(let file):
            second = try TrustedFile.read(file, path(Self.names[1]), bound: FrameBound.trustFile)
            entries.append(Manifest.Entry(path: Self.names[1], digest: SHA256.digest(of: second.bytes)))
            isSettled = isSettled && second.identity != nil
        case .none: break
        }
        let files = Files(
            allowedSigners: first.bytes,
            revokedKeys: second.bytes,
            digest: SHA256.digest(of: Array(Manifest.text(of: entries).utf8))
        )
        known = isSettled ? Known(files: files, identities: [first.identity, second.identity]) : nil
        return files
    }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    private func open(_ name: String, in opened: borrowing OwnedDescriptor) throws(WardenError) -> OwnedDescriptor {
        let file = try TrustedFile.open(name, in: opened, path(name))
        let status = try system { () throws(SystemCallError) in try file.status() }
        guard status.kind == .regular else { throw WardenError.untrusted(path: path(name), why: "is no plain file") }
        return file
    }

    /// Opens a file that may be missing: a host that has never revoked a key needs no list.
    private func openIfThere(
        _ name: String,
        in opened: borrowing OwnedDescriptor
    ) throws(WardenError) -> OwnedDescriptor? {
        do throws(WardenError) {
            return try open(name, in: opened)
        } catch {
            if case .system(let failure) = error, failure.errno == .noEntry { return nil }
            throw error
        }
    }

    private static func identity(of file: borrowing OwnedDescriptor?, at now: Int64) throws(WardenError)
        -> FileIdentity?
    {
        switch file {
        case .some(let opened): FileIdentity(try system { () throws(SystemCallError) in try opened.status() }, at: now)
        case .none: nil
        }
    }
}
