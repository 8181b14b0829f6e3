internal import MayflyCore
internal import MayflyJSON

/// A public key as text, `KIND BASE64 [COMMENT]`, of any kind that OpenSSH has.
struct SSHKeyLine {
    /// The kind, one that OpenSSH has.
    let kind: String
    let blob: [UInt8]

    /// Reads a text whose bytes name the same kind as its first word.
    init(_ text: some StringProtocol) throws(SSHKeyError) {
        let words = text.utf8.split(maxSplits: 2) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard words.count >= 2 else { throw .line }
        let kind = String(decoding: words[0], as: UTF8.self)
        guard SSHKeyKind.isKnown(kind) else { throw .unsupported(kind: kind) }
        guard let blob = Base64.decode(String(decoding: words[1], as: UTF8.self)) else { throw .base64 }
        let fields: SSHKeyFields
        do throws(SSHFormatError) { fields = try SSHKeyFields(blob: blob) } catch { throw .format(error) }
        guard fields.name.hasBytes(of: kind) else { throw .mismatch(expected: kind, found: fields.name) }
        (self.kind, self.blob) = (kind, blob)
    }
}
