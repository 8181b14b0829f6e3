internal import Crypto
internal import MayflyBundle
internal import MayflyCore
internal import MayflyEvidence
package import MayflyRun

/// Compares an archive, as it arrives, with the digest of the version that it should be.
package struct ArchiveCheck {
    private let digest: String
    private var reader = TarReader(mostBytes: UInt64(LocalBundle.mostBytes))
    private var hash = SHA256()
    private var entries: [Manifest.Entry] = []

    /// - Parameter digest: The digest of the version.
    package init(_ digest: String) {
        self.digest = digest
    }

    /// Takes the next bytes.
    package mutating func read(_ bytes: [UInt8]) throws(CommandFailure) {
        var (hash, entries) = (hash, entries)
        do throws(TarReader.Failure) {
            try reader.read(bytes) { member, part in
                guard part.isEmpty else { return hash.update(data: part) }
                if let digest = MayflyCore.Digest(bytes: Array(hash.finalize())) {
                    entries.append(Manifest.Entry(path: member.path, digest: digest))
                }
                hash = SHA256()
            }
        } catch {
            throw Self.failure("the daemon sends no archive of a version: \(error.detail)")
        }
        (self.hash, self.entries) = (hash, entries)
    }

    /// Ends the archive and compares it.
    package func finish() throws(CommandFailure) {
        do throws(TarReader.Failure) {
            try reader.finish()
        } catch {
            throw Self.failure("the daemon sends no archive of a version: \(error.detail)")
        }
        let found = MayflyCore.Digest.sha256(of: Array(Manifest.text(of: entries).utf8))
        guard found.description.hasBytes(of: digest) else {
            throw Self.failure("the files that the daemon sends are those of \(found), not of \(digest)")
        }
    }

    private static func failure(_ message: String) -> CommandFailure {
        CommandFailure(message, advice: ["do not use what was written before you know why"])
    }
}
