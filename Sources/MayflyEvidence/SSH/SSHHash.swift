internal import Crypto

/// The hashes that a signature may use.
package enum SSHHash: String, CaseIterable, Hashable, Sendable {
    case sha256
    case sha512

    func digest(of bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }
}
