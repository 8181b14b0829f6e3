internal import Crypto
internal import MayflyCore

/// The SHA-256 of bytes that come in pieces.
struct ObjectHash {
    private var hash = SHA256()

    mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// The digest of all bytes so far.
    var digest: MayflyCore.Digest {
        guard let digest = MayflyCore.Digest(bytes: Array(hash.finalize())) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }

    static func digest(of bytes: [UInt8]) -> MayflyCore.Digest {
        var hash = ObjectHash()
        hash.update(bytes)
        return hash.digest
    }
}
