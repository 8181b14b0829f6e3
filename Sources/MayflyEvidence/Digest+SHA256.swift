internal import Crypto
package import MayflyCore

extension MayflyCore.Digest {
    /// The SHA-256 of some bytes.
    package static func sha256(of bytes: [UInt8]) -> MayflyCore.Digest {
        guard let digest = MayflyCore.Digest(bytes: Array(SHA256.hash(data: bytes))) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}
