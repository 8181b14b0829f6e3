/// OpenSSH's binary list of revoked keys (KRL).
///
/// Its parts about certificates are ignored, since none counts here. Any other part that is not understood refuses the whole list,
/// because it could name a key.
///
/// - Source: OpenSSH, PROTOCOL.krl.
struct KeyRevocationList {
    private(set) var fingerprints: Set<KeyFingerprint> = []
    /// The SHA-1 of keys.
    private(set) var shortFingerprints: Set<[UInt8]> = []

    /// The first bytes of a list.
    private static let magic = Array("SSHKRL\n\0".utf8)
    private static let version: UInt32 = 1

    /// The kinds of parts that a list has.
    private enum Section: UInt8 {
        case certificates = 1
        case keys = 2
        case shortFingerprints = 3
        case fingerprints = 5
        case extra = 255
    }

    /// Whether a file is such a list, valid or not, and no text.
    static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

    init(_ bytes: [UInt8]) throws(TrustFileError.Fault) {
        guard bytes.count <= TrustFile.longest else { throw .tooLong(bound: TrustFile.longest) }
        do throws(SSHFormatError) {
            var reader = SSHReader(bytes)
            _ = try reader.raw("the magic bytes", count: Self.magic.count)
            guard try reader.integer("the format's version") == Self.version else {
                throw .invalid(field: "the format's version")
            }
            // The list's number, its time, and flags, none of which is defined.
            _ = try reader.raw("the head", count: 3 * 8)
            _ = try reader.string("the reserved field", bound: TrustFile.longest)
            _ = try reader.string("the comment", bound: TrustFile.longest)
            while !reader.isAtEnd { try section(from: &reader) }
        } catch { throw .list(error) }
    }

    private mutating func section(from reader: inout SSHReader) throws(SSHFormatError) {
        guard let kind = Section(rawValue: try reader.byte("a section's kind")) else {
            throw .invalid(field: "a section's kind")
        }
        var section = SSHReader(try reader.string("a section", bound: TrustFile.longest))
        switch kind {
        case .certificates: break
        case .keys:
            while !section.isAtEnd { fingerprints.insert(try Self.key(from: &section)) }
        case .shortFingerprints:
            while !section.isAtEnd { shortFingerprints.insert(try Self.hash(from: &section, count: 20)) }
        case .fingerprints:
            while !section.isAtEnd {
                fingerprints.insert(KeyFingerprint(bytes: try Self.hash(from: &section, count: 32)))
            }
        case .extra: try Self.passOver(&section)
        }
    }

    /// A whole key.
    ///
    /// A key of a supported kind in another form is refused, because it would revoke nothing.
    private static func key(from section: inout SSHReader) throws(SSHFormatError) -> KeyFingerprint {
        let blob = try section.string("a key", bound: TrustFile.longest)
        let fields = try SSHKeyFields(blob: blob)
        guard fields.kind == nil || (try? SSHPublicKey(blob: blob)) != nil else { throw .invalid(field: "a key") }
        return KeyFingerprint(of: blob)
    }

    private static func hash(from section: inout SSHReader, count: Int) throws(SSHFormatError) -> [UInt8] {
        let bytes = try section.string("a fingerprint", bound: count)
        guard bytes.count == count else { throw .invalid(field: "a fingerprint") }
        return bytes
    }

    /// Skips an extension, unless it says that it must not be ignored.
    private static func passOver(_ section: inout SSHReader) throws(SSHFormatError) {
        _ = try section.string("an extension's name", bound: TrustFile.longest)
        guard try section.byte("an extension's weight") == 0 else { throw .invalid(field: "an extension's weight") }
        _ = try section.string("an extension", bound: TrustFile.longest)
        try section.finish()
    }
}
