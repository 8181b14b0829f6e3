internal import MayflyCore

/// Decides which unquoted words mean the same string in every version of YAML.
enum PlainScalarRule {
    /// Words that some version reads as true, false, or nothing.
    private static let words: Set<String> = ["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"]

    /// Why a plain scalar cannot be read as a string; `nil` when it can.
    static func problem(with text: String) -> String? {
        if text.isEmpty { return "has no value; write null, or \"\" for an empty text" }
        if words.contains(text.lowercased()) || [".inf", ".nan"].contains(text.lowercased()) {
            return
                "'\(text)' means different things in different versions of YAML; quote it, or write true, false or null"
        }
        if looksLikeNumber(text) {
            return "'\(text.excerpt())' begins as a number and is none in JSON; quote it if it is a text"
        }
        return nil
    }

    private static func looksLikeNumber(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(3))
        let rest = bytes.drop { [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ".")].contains($0) }
        return rest.first?.isDigit ?? false
    }
}
