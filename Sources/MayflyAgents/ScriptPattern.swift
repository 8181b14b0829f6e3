package import MayflyCore

/// A pattern for names of scripts: `billing/report`, `billing/*`, `*/report-*`, `tools/**`, `**`.
///
/// `*` stands for any text within one part of a name. `**` may only be the whole last part, and stands for one part or more.
package struct ScriptPattern: Hashable, Sendable {
    package let text: String

    /// - Returns: `nil` unless the text has one to four parts of the characters of names and `*`: letters, digits, `.`, `_`, `-`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count), text.utf8.count <= 128 else { return nil }
        for (index, part) in parts.enumerated() {
            // A part is valid if it becomes a name when each star is replaced by a letter.
            let isLastAndAll = part == "**" && index == parts.count - 1
            let isName = !part.contains("**") && NameRule.accepts(part.replacing("*", with: "a"))
            guard isLastAndAll || isName else { return nil }
        }
        self.text = text
    }

    /// Whether this pattern matches everything, including scripts without a name.
    package var isEverything: Bool { text == "**" }

    /// Whether the pattern matches a name; only ``isEverything`` matches a script without one.
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

    /// Whether a text without `/` matches a part, in time of at most the product of both lengths.
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
                // Let the star match one more byte.
                lastStar = (last.place, last.position + 1)
                (place, position) = (last.place + 1, last.position + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == star }
    }
}
