internal import CCrypto
package import MayflyCore

/// SHA-256 by OpenSSL's libcrypto, which the privileged half links for nothing else.
package enum SHA256 {
    /// The digest of bytes in memory.
    package static func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
        var result = [UInt8](repeating: 0, count: 32)
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        _ = unsafe CCrypto.SHA256(start, bytes.count, &result)
        guard let digest = Digest(bytes: result) else { preconditionFailure("SHA-256 has 32 bytes") }
        return digest
    }

    /// The digest of an array of bytes.
    package static func digest(of bytes: [UInt8]) -> Digest {
        unsafe bytes.withUnsafeBytes { unsafe digest(of: $0) }
    }
}
