internal import MayflyCore

/// A list of patterns separated by commas, as in ssh_config(5): `*` and `?` are wildcards, and a leading `!` excludes.
package struct PatternList: Hashable, Sendable {
    /// The list as it was written.
    package let text: String
    private let patterns: [[UInt8]]

    /// The longest pattern, in bytes; OpenSSH gives up beyond 1023.
    static let longest = 256

    /// Reads a list; `nil` when a pattern is too long.
    init?(_ text: String) {
        patterns = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { Array($0) }
        guard patterns.allSatisfy({ $0.count <= Self.longest }) else { return nil }
        self.text = text
    }

    /// Whether a pattern matches `name`, and none with `!` does.
    package func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var isMatched = false
        for pattern in patterns {
            let isNegative = pattern.first == UInt8(ascii: "!")
            guard Self.matches(name, isNegative ? pattern.dropFirst() : pattern[...]) else { continue }
            if isNegative { return false }
            isMatched = true
        }
        return isMatched
    }

    /// The patterns, when each of them is a plain name; `nil` when any of them could stand for several names.
    package var names: [String]? {
        let special = Array("*?!".utf8)
        guard patterns.allSatisfy({ !$0.isEmpty && $0.allSatisfy { !special.contains($0) } }) else { return nil }
        return patterns.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Matches one pattern in time that is at most the product of both lengths.
    private static func matches(_ name: [UInt8], _ pattern: ArraySlice<UInt8>) -> Bool {
        let pattern = Array(pattern)
        var (place, next) = (0, 0)
        // Where to resume after a `*` that took one byte too few.
        var retry: (place: Int, next: Int)?
        while place < name.count {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                retry = (place, next + 1)
                next += 1
            } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") || pattern[next] == name[place] {
                (place, next) = (place + 1, next + 1)
            } else if let last = retry {
                retry = (last.place + 1, last.next)
                (place, next) = (last.place + 1, last.next)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
