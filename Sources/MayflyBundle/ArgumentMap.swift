internal import MayflyCore

/// The mapping of a JSON object of arguments to the words of a command line.
package struct ArgumentMap: Hashable, Sendable {
    /// One entry of `argv`.
    package enum Entry: Hashable, Sendable {
        /// `--name=value`, with the value at the pointer.
        case flag(String, from: [String])
        /// Only the value.
        case positional([String])
        /// A fixed word, for example a sub-command.
        case literal(String)
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) {
        self.entries = entries
    }

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
