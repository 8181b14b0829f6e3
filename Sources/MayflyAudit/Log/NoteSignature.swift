internal import MayflyCore
internal import MayflyJSON

/// A signature line of a note: a dash, the signer, and the signature in Base64, separated by single spaces.
struct NoteSignature: Hashable, Sendable {
    /// The beginning of every such line, and of no line of a checkpoint's text.
    static let mark = "— "

    let name: String
    /// The four bytes that identify the key among those of the same name.
    let keyHash: [UInt8]
    let signature: [UInt8]

    /// Reads a line without its end; `nil` for anything else.
    ///
    /// - Source: C2SP signed-note, "Signatures".
    init?(_ line: Substring) {
        guard line.utf8.starts(with: Self.mark.utf8) else { return nil }
        let words = line.utf8.dropFirst(Self.mark.utf8.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard words.count == 2, Self.isName(words[0]), let bytes = Base64.decode(words[1]), bytes.count > 4 else {
            return nil
        }
        (name, keyHash, signature) = (words[0], Array(bytes.prefix(4)), Array(bytes.dropFirst(4)))
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" }
    }

    /// Whether a key has this name and these four bytes.
    func isNamed(by key: LogVerifierKey) -> Bool { name.hasBytes(of: key.origin) && keyHash == key.hash }
}
