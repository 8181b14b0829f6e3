internal import MayflyCore

/// How a JSON object of arguments becomes the words of a command line.
package struct ArgumentMap: Hashable, Sendable {
    /// One entry of `argv`.
    package enum Entry: Hashable, Sendable {
        /// `--name=value`, for the value that the pointer leads to.
        case flag(String, from: [String])
        /// The value alone.
        case positional([String])
        /// A word that is always there, for example a sub-command.
        case literal(String)
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// The most entries that one map may have.
    static let most = 128

    /// Whether `text` may be a flag: `--` and then letters, digits, `-` and `_`.
    ///
    /// Only a long flag can carry its value in the same word, where a value that begins with `-` is still a value.
    static func acceptsFlag(_ text: String) -> Bool {
        let name = text.utf8.dropFirst(2)
        guard text.hasPrefix("--"), name.count <= 64, let first = name.first, isLetterOrDigit(first) else {
            return false
        }
        return name.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
