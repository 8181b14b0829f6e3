internal import MayflyCore

/// Why a signature does not count.
package enum SignatureFault: Hashable, Sendable {
    /// The signature is malformed, for another purpose, or not over these bytes.
    case badSignature(SSHSignatureError)
    case revokedKey
    /// No line of `allowed_signers` has the key.
    case unknownKey
    /// The key's line, with this number, has a pattern of principals instead of names.
    case nobody(line: Int)
    case namespace
    /// The key is no longer or not yet valid; until or from when, in seconds since 1970.
    case keyEnded(UInt64)
    case keyNotYetValid(UInt64)
    /// The policy requires a key that lives in hardware.
    case notHardware
    case author
    /// The statement gives a number instead of its author's name, so that nobody can be told apart from the author.
    case unnamedAuthor
    /// An earlier signature, with this number from 1, is by the same person or key.
    case repeated(signature: Int)
}

extension SignatureFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badSignature(let error): "bad signature: \(error)"
        case .revokedKey: "the key is in revoked_keys"
        case .unknownKey: "the key is not in allowed_signers"
        case .nobody(let line): "allowed_signers:\(line) has patterns for principals, which name nobody"
        case .namespace: "the key may not sign for '\(ApprovalStatement.namespace)'"
        case .keyEnded(let time): "the key is valid no longer, since \(StatementTime.text(of: time))"
        case .keyNotYetValid(let time): "the key is not valid yet, before \(StatementTime.text(of: time))"
        case .notHardware: "the profile wants hardware keys, and this is none"
        case .author: "it is the author's own"
        case .unnamedAuthor: "the author has no user name, so that it may be the author's own"
        case .repeated(let number): "it is by the same person or key as signature \(number)"
        }
    }
}
