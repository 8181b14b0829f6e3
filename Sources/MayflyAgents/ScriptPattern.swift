package import MayflyCore

/// A pattern of names of scripts: `billing/report`, `billing/*`, `*/report-*`, `tools/**`, `**`.
///
/// `*` stands for any text within one part of a name. `**` is a last part of its own and stands for one part or more.
package struct ScriptPattern: Hashable, Sendable {
    package let text: String

    /// - Returns: `nil` unless it is one to four parts of letters, digits, `.`, `_`, `-` and `*`, as names have them.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count), text.utf8.count <= 128 else { return nil }
        for (index, part) in parts.enumerated() {
            // A part is right when it would be a name with a letter in the place of each star.
            let isLastAndAll = part == "**" && index == parts.count - 1
            let isName = !part.contains("**") && NameRule.accepts(part.replacing("*", with: "a"))
            guard isLastAndAll || isName else { return nil }
        }
        self.text = text
    }

    /// Whether this is the pattern of everything, scripts without a name included.
    package var isEverything: Bool { text == "**" }

    /// Whether a script may have this name; only ``isEverything`` matches what has none.
    package func matches(_ name: ScriptName?) -> Bool {
        guard let name else { return isEverything }
        let wanted = text.split(separator: "/")
        let parts = name.text.split(separator: "/")
        let isOpen = wanted.last == "**"
        guard isOpen ? parts.count >= wanted.count : parts.count == wanted.count else { return false }
        return zip(isOpen ? wanted.dropLast() : wanted[...], parts).allSatisfy {
            Self.matches(Array($0.utf8), Array($1.utf8))
        }
    }

    /// Whether a text without `/` fits a part; the work is at most the product of both lengths.
    private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        var (place, position) = (0, 0)
        var lastStar: (place: Int, position: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == star {
                lastStar = (place, position)
                place += 1
            } else if place < pattern.count, pattern[place] == text[position] {
                (place, position) = (place + 1, position + 1)
            } else if let last = lastStar {
                // The star takes one byte more.
                lastStar = (last.place, last.position + 1)
                (place, position) = (last.place + 1, last.position + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == star }
    }
}
