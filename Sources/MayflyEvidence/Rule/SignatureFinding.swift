/// What one signature is worth: its signer, its key, and whether it counts.
package struct SignatureFinding: Hashable, Sendable {
    /// The first name of the first line that lets the key sign, or else of the first line that names it; `nil` without one.
    package let principal: String?
    /// The signature's key; `nil` when the signature cannot be read.
    package let key: SSHPublicKey?
    /// The key's fingerprint, `SHA256:…`; `nil` when the signature cannot be read.
    package let fingerprint: String?
    /// Why the signature does not count; `nil` when it does.
    package let fault: SignatureFault?
    /// The last second at which the key is valid, since 1970; `nil` for always, and for a signature that does not count.
    package let validBefore: UInt64?

    package var counts: Bool { fault == nil }
}

extension SignatureFinding: CustomStringConvertible {
    package var description: String {
        let signer = [principal, fingerprint].compactMap { $0 }.joined(separator: " ")
        let standing = fault.map { "does not count: \($0)" } ?? "counts"
        return signer.isEmpty ? standing : "\(signer) \(standing)"
    }
}
