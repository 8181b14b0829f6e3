internal import CCrypto
package import MayflyCore

/// SHA-256 by OpenSSL's libcrypto, which the warden uses for nothing else.
package enum SHA256 {
    /// The digest of bytes in memory.
    package static func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
        var result = [UInt8](repeating: 0, count: 32)
        var state = SHA256_CTX()
        // None of these can fail.
        unsafe SHA256_Init(&state)
        unsafe SHA256_Update(&state, bytes.baseAddress, bytes.count)
        unsafe SHA256_Final(&result, &state)
        guard let digest = Digest(bytes: result) else { preconditionFailure("SHA-256 has 32 bytes") }
        return digest
    }

    /// The digest of an array of bytes.
    package static func digest(of bytes: [UInt8]) -> Digest {
        unsafe bytes.withUnsafeBytes { unsafe digest(of: $0) }
    }
}
