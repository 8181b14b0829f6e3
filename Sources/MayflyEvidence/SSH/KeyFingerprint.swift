internal import Crypto
internal import MayflyJSON

/// The SHA-256 of a public key's bytes, by which people tell keys apart.
package struct KeyFingerprint: Hashable, Sendable {
    private let bytes: [UInt8]

    /// Computes the fingerprint of a key in SSH's wire format.
    init(of blob: [UInt8]) {
        bytes = Array(SHA256.hash(data: blob))
    }

    /// Takes the SHA-256 itself.
    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The SHA-1 of a key in SSH's wire format, for lists of revoked keys that name keys by it.
    ///
    /// Nothing is signed or approved by such a hash.
    static func short(of blob: [UInt8]) -> [UInt8] { Array(Insecure.SHA1.hash(data: blob)) }

    /// Reads `SHA256:` and 43 characters of base64 without padding.
    init?(_ text: some StringProtocol) {
        let text = String(text)
        guard text.utf8.count == 50, text.utf8.starts(with: "SHA256:".utf8),
            let bytes = Base64.decode(String(decoding: text.utf8.dropFirst(7), as: UTF8.self) + "="),
            bytes.count == 32
        else { return nil }
        self.bytes = bytes
    }
}

extension KeyFingerprint: CustomStringConvertible {
    package var description: String { "SHA256:" + Base64.encode(bytes).prefix(43) }
}
