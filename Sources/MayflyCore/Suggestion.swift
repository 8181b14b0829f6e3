/// Finds the expected word that somebody may have meant.
package enum Suggestion {
    /// The expected word that is nearest to `word`; `nil` if none is near enough for a typing error.
    ///
    /// Case, `_` and `-` do not count, so that `cpu_time` finds `cpuTime`. Beyond that up to two letters may differ, or one in short words.
    package static func nearest(to word: String, among expected: [String]) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let ranked = expected.map { ($0, distance(folded(word), folded($0))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }) else { return nil }
        return best.1 <= (word.utf8.count <= 4 ? 1 : 2) ? best.0 : nil
    }

    /// `; did you mean 'x'?`, or an empty text.
    package static func hint(for word: String, among expected: [String]) -> String {
        nearest(to: word, among: expected).map { "; did you mean '\($0)'?" } ?? ""
    }

    private static func folded(_ word: String) -> [UInt8] {
        word.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
    }

    /// The Levenshtein distance.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
