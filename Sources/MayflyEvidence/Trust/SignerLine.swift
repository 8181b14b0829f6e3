internal import MayflyCore

/// Reads one line of `allowed_signers`: principals, perhaps options, a key, and perhaps a comment.
///
/// - Source: ssh-keygen(1), ALLOWED SIGNERS. What OpenSSH would skip with a message is an error here.
struct SignerLine {
    private var rest: Substring.UTF8View

    /// Reads a line that is neither blank nor a comment.
    static func signer(on line: TrustLines.Line) throws(TrustFileError.Fault) -> AllowedSigner {
        var reader = SignerLine(rest: line.text.utf8)
        let principals = try reader.principals()
        reader.skipSpace()
        guard let first = reader.rest.split(maxSplits: 1, whereSeparator: TrustLines.isSpace).first else {
            throw .noKey
        }
        var options = SignerOptions()
        if !SSHKeyKind.isKnown(String(decoding: first, as: UTF8.self)) {
            options = try reader.options()
            reader.skipSpace()
        }
        return AllowedSigner(
            line: line.number,
            principals: principals,
            namespaces: options.namespaces,
            validAfter: options.validAfter?.latest,
            validBefore: options.validBefore?.earliest,
            key: try key(Substring(reader.rest), isAuthority: options.isAuthority)
        )
    }

    private static func key(_ text: Substring, isAuthority: Bool) throws(TrustFileError.Fault) -> AllowedSigner.Key {
        guard !text.isEmpty else { throw .noKey }
        do throws(SSHKeyError) {
            let line = try SSHKeyLine(text)
            let isSupported = SSHKeyKind(rawValue: line.kind) != nil
            if isSupported {
                let key = try SSHPublicKey(blob: line.blob)
                if !isAuthority { return .signer(key) }
            }
            let fingerprint = KeyFingerprint(of: line.blob).description
            return .unsupported(.init(kind: line.kind, fingerprint: fingerprint, isAuthority: isAuthority))
        } catch { throw .key(error) }
    }

    private mutating func skipSpace() { rest = rest.drop(while: TrustLines.isSpace) }

    /// The first word, or a text between double quotes.
    private mutating func principals() throws(TrustFileError.Fault) -> PatternList {
        let quote = UInt8(ascii: "\"")
        let text: Substring.UTF8View
        if rest.first == quote {
            rest = rest.dropFirst()
            text = rest.prefix { $0 != quote }
            rest = rest.dropFirst(text.count)
            guard rest.popFirst() == quote, rest.first.map(TrustLines.isSpace) ?? true else { throw .principals }
        } else {
            text = rest.prefix { !TrustLines.isSpace($0) }
            rest = rest.dropFirst(text.count)
        }
        guard !text.isEmpty, !text.contains(quote), let list = PatternList(String(Substring(text))) else {
            throw .principals
        }
        return list
    }

    /// Options separated by commas, up to the first unquoted space.
    private mutating func options() throws(TrustFileError.Fault) -> SignerOptions {
        var options = SignerOptions()
        while true {
            let name = rest.prefix { !TrustLines.isSpace($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=") }
            let keyword = String(Substring(name))
            rest = rest.dropFirst(name.count)
            if rest.first == UInt8(ascii: "=") {
                rest = rest.dropFirst()
                try options.set(keyword, to: try quoted(after: keyword))
            } else {
                try options.set(keyword)
            }
            guard rest.first == UInt8(ascii: ",") else { break }
            rest = rest.dropFirst()
        }
        guard rest.first.map(TrustLines.isSpace) ?? true else { throw .option(String(Substring(rest))) }
        try options.check()
        return options
    }

    /// The text between double quotes, in which `\"` stands for a quote.
    private mutating func quoted(after option: String) throws(TrustFileError.Fault) -> String {
        guard rest.popFirst() == UInt8(ascii: "\"") else { throw .unquoted(option: option.excerpt()) }
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "\"") {
                text.append(UInt8(ascii: "\""))
                rest = rest.dropFirst()
            } else {
                text.append(byte)
            }
        }
        throw .unquoted(option: option.excerpt())
    }
}
