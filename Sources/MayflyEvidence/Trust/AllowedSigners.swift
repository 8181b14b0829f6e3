internal import MayflyCore

/// `allowed_signers`: who may sign, with which keys.
///
/// - Source: ssh-keygen(1), ALLOWED SIGNERS.
package struct AllowedSigners: Hashable, Sendable {
    /// All lines, including those whose key never counts.
    package let signers: [AllowedSigner]

    /// Reads the file; one malformed line refuses all of it.
    package init(_ bytes: [UInt8]) throws(TrustFileError) {
        var signers: [AllowedSigner] = []
        for line in try TrustLines(bytes, of: .allowedSigners).lines {
            do throws(TrustFileError.Fault) {
                signers.append(try SignerLine.signer(on: line))
            } catch {
                throw TrustFileError(file: .allowedSigners, line: line.number, fault: error)
            }
        }
        self.signers = signers
    }

    package func lines(of key: SSHPublicKey) -> [AllowedSigner] { signers.filter { $0.key == .signer(key) } }
}
