internal import MayflyCore

/// `revoked_keys`: keys that count no longer, whatever `allowed_signers` says.
///
/// A public key or a `SHA256:` fingerprint on each line, then a comment if there is one.
package struct RevokedKeys: Hashable, Sendable {
    private let fingerprints: Set<KeyFingerprint>

    /// The first bytes of OpenSSH's binary form.
    private static let binaryMagic = Array("SSHKRL\n\0".utf8)

    /// Reads the file; one malformed line refuses all of it.
    package init(_ bytes: [UInt8]) throws(TrustFileError) {
        guard !bytes.starts(with: Self.binaryMagic) else {
            throw TrustFileError(file: .revokedKeys, line: nil, fault: .binaryList)
        }
        var fingerprints: Set<KeyFingerprint> = []
        for line in try TrustLines(bytes, of: .revokedKeys).lines {
            do throws(TrustFileError.Fault) {
                fingerprints.insert(try Self.fingerprint(on: line.text))
            } catch {
                throw TrustFileError(file: .revokedKeys, line: line.number, fault: error)
            }
        }
        self.fingerprints = fingerprints
    }

    /// Whether `key` counts no longer.
    package func contains(_ key: SSHPublicKey) -> Bool { fingerprints.contains(KeyFingerprint(of: key.blob)) }

    /// How many keys there are.
    package var count: Int { fingerprints.count }

    private static func fingerprint(on line: Substring) throws(TrustFileError.Fault) -> KeyFingerprint {
        guard let word = line.utf8.split(maxSplits: 1, whereSeparator: TrustLines.isSpace).first else { throw .noKey }
        let first = String(decoding: word, as: UTF8.self)
        if first.utf8.starts(with: "SHA256:".utf8) {
            guard let fingerprint = KeyFingerprint(first) else { throw .fingerprint(first) }
            return fingerprint
        }
        do throws(SSHKeyError) {
            let key = try SSHKeyLine(line)
            // A key of a supported kind that is written in another form would revoke nothing.
            if SSHKeyKind(rawValue: key.kind) != nil { _ = try SSHPublicKey(blob: key.blob) }
            return KeyFingerprint(of: key.blob)
        } catch { throw .key(error) }
    }
}
