/// Both trust files, which decide whose signatures count.
package struct TrustFiles: Hashable, Sendable {
    package let signers: AllowedSigners
    package let revoked: RevokedKeys

    /// Reads both files; either is accepted or refused as a whole.
    ///
    /// - Parameters:
    ///   - allowedSigners: The contents of `allowed_signers`.
    ///   - revokedKeys: The contents of `revoked_keys`; empty when there is none.
    package init(allowedSigners: [UInt8], revokedKeys: [UInt8]) throws(TrustFileError) {
        signers = try AllowedSigners(allowedSigners)
        revoked = try RevokedKeys(revokedKeys)
    }
}
