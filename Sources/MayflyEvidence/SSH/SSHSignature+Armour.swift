internal import MayflyJSON

extension SSHSignature {
    private static let begin = "-----BEGIN SSH SIGNATURE-----"
    private static let end = "-----END SSH SIGNATURE-----"
    /// The longest armoured signature, in bytes.
    package static let longestArmour = 2048
    /// The characters on a line, as in OpenSSH.
    private static let lineLength = 70

    /// Reads the output of `ssh-keygen -Y sign`, with nothing before it and at most one newline after it.
    package init(armoured bytes: [UInt8]) throws(SSHSignatureError) {
        guard bytes.count <= Self.longestArmour else { throw .tooLong(bound: Self.longestArmour) }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count >= 3, lines.removeFirst().elementsEqual(Self.begin.utf8),
            lines.removeLast().elementsEqual(Self.end.utf8), lines.allSatisfy({ !$0.isEmpty }),
            let blob = Base64.decode(String(decoding: lines.joined(), as: UTF8.self))
        else { throw .armour }
        try self.init(blob: blob)
    }

    /// The signature in the form of `ssh-keygen -Y sign`.
    package var armoured: [UInt8] {
        let text = Array(Base64.encode(blob).utf8)
        var lines = [Array(Self.begin.utf8)]
        for start in stride(from: 0, to: text.count, by: Self.lineLength) {
            lines.append(Array(text[start..<min(start + Self.lineLength, text.count)]))
        }
        lines.append(Array(Self.end.utf8))
        return lines.flatMap { $0 + [UInt8(ascii: "\n")] }
    }

    /// The signature without armour.
    package var blob: [UInt8] {
        var blob = SSHWriter()
        blob.raw(Self.magic)
        blob.integer(1)
        blob.string(key.blob)
        blob.name(namespace)
        blob.string([])
        blob.name(hash.rawValue)
        blob.string(signatureField)
        return blob.bytes
    }

    /// The signature's kind, its bytes, and a security key's additions.
    private var signatureField: [UInt8] {
        var field = SSHWriter()
        field.name(key.kind.rawValue)
        field.string(key.kind.curve == nil ? proof : numbers)
        if let presence {
            field.raw([presence.flags])
            field.integer(presence.counter)
        }
        return field.bytes
    }

    /// Both halves of an ECDSA signature as numbers, without leading zeros but the one that keeps a number positive.
    private var numbers: [UInt8] {
        var numbers = SSHWriter()
        for half in [proof.prefix(key.kind.width), proof.suffix(key.kind.width)] {
            let digits = half.drop { $0 == 0 }
            numbers.string((digits.first ?? 0) >= 0x80 ? [0] + digits : Array(digits))
        }
        return numbers.bytes
    }
}
