internal import MayflyCore

/// `revoked_keys`: keys that no longer count, whatever `allowed_signers` says.
///
/// Either each line has a public key or a `SHA256:` fingerprint, and perhaps a comment; or the file is a key revocation list (KRL)
/// of `ssh-keygen -k`.
package struct RevokedKeys: Hashable, Sendable {
    private let fingerprints: Set<KeyFingerprint>
    /// The SHA-1 of keys, by which a KRL may also name them.
    private let shortFingerprints: Set<[UInt8]>

    /// Reads the file; one malformed line, or one malformed byte of a KRL, refuses all of it.
    package init(_ bytes: [UInt8]) throws(TrustFileError) {
        guard !KeyRevocationList.isOne(bytes) else {
            let list: KeyRevocationList
            do throws(TrustFileError.Fault) { list = try KeyRevocationList(bytes) } catch {
                throw TrustFileError(file: .revokedKeys, line: nil, fault: error)
            }
            (fingerprints, shortFingerprints) = (list.fingerprints, list.shortFingerprints)
            return
        }
        var fingerprints: Set<KeyFingerprint> = []
        for line in try TrustLines(bytes, of: .revokedKeys).lines {
            do throws(TrustFileError.Fault) {
                fingerprints.insert(try Self.fingerprint(on: line.text))
            } catch {
                throw TrustFileError(file: .revokedKeys, line: line.number, fault: error)
            }
        }
        (self.fingerprints, shortFingerprints) = (fingerprints, [])
    }

    /// Whether `key` no longer counts.
    package func contains(_ key: SSHPublicKey) -> Bool {
        fingerprints.contains(KeyFingerprint(of: key.blob))
            || !shortFingerprints.isEmpty && shortFingerprints.contains(KeyFingerprint.short(of: key.blob))
    }

    package var count: Int { fingerprints.count + shortFingerprints.count }

    private static func fingerprint(on line: Substring) throws(TrustFileError.Fault) -> KeyFingerprint {
        guard let word = line.utf8.split(maxSplits: 1, whereSeparator: TrustLines.isSpace).first else { throw .noKey }
        let first = String(decoding: word, as: UTF8.self)
        if first.utf8.starts(with: "SHA256:".utf8) {
            guard let fingerprint = KeyFingerprint(first) else { throw .fingerprint(first) }
            return fingerprint
        }
        do throws(SSHKeyError) {
            let key = try SSHKeyLine(line)
            // A key of a supported kind in another form is refused, because it would revoke nothing.
            if SSHKeyKind(rawValue: key.kind) != nil { _ = try SSHPublicKey(blob: key.blob) }
            return KeyFingerprint(of: key.blob)
        } catch { throw .key(error) }
    }
}
