internal import MayflyCore
internal import MayflyRun

/// Finds lines with different bytes that a reviewer would take for each other.
///
/// They have the same characters to Unicode, such as `K` and the Kelvin sign, or letters of another script in place of ASCII letters.
enum LookAlike {
    /// A changed line, and its place.
    private typealias Change = (place: Int, text: String)

    /// Longer lines always count as alike, because comparing their characters can take time in the square of their length.
    private static let longest = 512
    /// In a run with more pairs of lines, each line is compared only with the one in the same place.
    private static let mostPairs = 1000

    /// Two texts for people: unchanged, or with everything but ASCII written out if they look alike but differ.
    static func told(_ old: String, _ new: String) -> (old: String, new: String) {
        isPair(old, new) ? (Escape.ascii(old), Escape.ascii(new)) : (old, new)
    }

    /// The places of those lines of a difference that look like another line of the same change.
    static func places(in lines: [LineDifference.Line]) -> Set<Int> {
        var places: Set<Int> = []
        var (removed, added): ([Change], [Change]) = ([], [])
        for (place, line) in lines.enumerated() {
            switch line {
            case .removed(let text): removed.append((place, text))
            case .added(let text): added.append((place, text))
            case .same, .place:
                places.formUnion(Self.places(removed, added))
                (removed, added) = ([], [])
            }
        }
        return places.union(Self.places(removed, added))
    }

    private static func places(_ removed: [Change], _ added: [Change]) -> Set<Int> {
        let all = removed + added
        let mixed = Set(all.filter { isMixed($0.text) }.map(\.place))
        guard !removed.isEmpty, !added.isEmpty, !all.allSatisfy({ isASCII($0.text) }) else { return mixed }
        var places = mixed.union(all.filter { !isShort($0.text) }.map(\.place))
        for group in Dictionary(grouping: all.filter { isShort($0.text) }, by: \.text).values
        where group.contains(where: { !$0.text.hasBytes(of: group[0].text) }) { places.formUnion(group.map(\.place)) }
        for (old, new) in pairs(removed, added) where isPair(old.text, new.text) {
            places.formUnion([old.place, new.place])
        }
        return places
    }

    private static func pairs(_ removed: [Change], _ added: [Change]) -> [(Change, Change)] {
        guard removed.count <= mostPairs / added.count else { return Array(zip(removed, added)) }
        return removed.flatMap { old in added.map { (old, $0) } }
    }

    private static func isPair(_ old: String, _ new: String) -> Bool {
        if old.hasBytes(of: new) || isASCII(old) && isASCII(new) { return false }
        guard isShort(old), isShort(new) else { return true }
        let (left, right) = (old.unicodeScalars, new.unicodeScalars)
        return old == new
            || left.count == right.count
                && zip(left, right).allSatisfy { $0 == $1 || $0.isASCII != $1.isASCII }
    }

    /// Whether a word mixes ASCII letters with letters of other scripts that look like them.
    private static func isMixed(_ text: String) -> Bool {
        if isASCII(text) { return false }
        return text.unicodeScalars.split { !$0.properties.isAlphabetic }.contains { word in
            word.contains(where: \.isASCII)
                && word.contains { scalar in doubles.contains { $0.contains(scalar.value) } }
        }
    }

    /// The blocks of letters that can look like ASCII.
    ///
    /// Phonetic letters, Greek, Cyrillic, Armenian, Cherokee, phonetic extensions, Greek with marks, letterlike signs and numerals,
    /// Coptic, more of Cyrillic, Lisu, Cherokee and Cyrillic, wide letters, letters of mathematics.
    private static let doubles: [ClosedRange<UInt32>] = [
        0x250...0x2af, 0x370...0x58f, 0x13a0...0x13ff, 0x1c80...0x1dbf, 0x1f00...0x1fff, 0x2100...0x2188,
        0x2c80...0x2cff,
        0x2de0...0x2dff, 0xa4d0...0xa4ff, 0xa640...0xa69f, 0xab30...0xabbf, 0xff21...0xff5a, 0x1d400...0x1d7ff,
    ]

    private static func isShort(_ text: String) -> Bool { text.utf8.count <= longest }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }
}
