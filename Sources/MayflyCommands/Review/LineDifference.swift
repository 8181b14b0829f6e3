/// The changes between two texts, line by line, in the form of `diff -u`.
///
/// Lines are compared byte by byte: two lines that Unicode calls the same are different programs.
package struct LineDifference {
    /// One line of the result.
    package enum Line: Hashable, Sendable {
        /// `@@ -1,4 +1,5 @@`.
        case place(String)
        case same(String)
        case removed(String)
        case added(String)
    }

    /// The number of unchanged lines shown around a change.
    private static let context = 3
    /// If more lines differ, not counting a common beginning and end, they are shown as replaced as a whole.
    private static let mostCompared = 4000

    private let old: [[UInt8]]
    private let new: [[UInt8]]

    package init(_ old: String, _ new: String) {
        self.old = Self.lines(of: old)
        self.new = Self.lines(of: new)
    }

    /// The lines of a text, with a mark on the last one if it has no line end.
    private static func lines(of text: String) -> [[UInt8]] {
        guard !text.isEmpty else { return [] }
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
        if lines[lines.count - 1].isEmpty {
            lines.removeLast()
        } else {
            lines[lines.count - 1] += "\n\\ No newline at end of file".utf8
        }
        return lines
    }

    /// The changes with the lines around them; none when the texts are the same.
    package var lines: [Line] {
        let script = script
        let changed = script.indices.filter { if case .same = script[$0] { false } else { true } }
        guard !changed.isEmpty else { return [] }
        var result: [Line] = []
        var index = 0
        while index < changed.count {
            let first = max(0, changed[index] - Self.context)
            var last = changed[index]
            while index < changed.count, changed[index] <= last + 2 * Self.context + 1 {
                last = changed[index]
                index += 1
            }
            let range = first..<min(script.count, last + Self.context + 1)
            result.append(.place(Self.place(of: range, in: script)))
            result += script[range]
        }
        return result
    }

    /// Every line of both texts in order.
    private var script: [Line] {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var end = 0
        while end < min(old.count, new.count) - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
        let middle = Self.compare(Array(old[start..<(old.count - end)]), Array(new[start..<(new.count - end)]))
        return old[..<start].map { .same(Self.text($0)) } + middle
            + old[(old.count - end)...].map { .same(Self.text($0)) }
    }

    private static func text(_ line: [UInt8]) -> String { String(decoding: line, as: UTF8.self) }

    private static func compare(_ old: [[UInt8]], _ new: [[UInt8]]) -> [Line] {
        guard old.count + new.count <= mostCompared else {
            return old.map { .removed(text($0)) } + new.map { .added(text($0)) }
        }
        let (before, after) = numbers(old, new)
        let difference = after.difference(from: before)
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left) {
                lines.append(.removed(text(old[left])))
                left += 1
            } else if added.contains(right) {
                lines.append(.added(text(new[right])))
                right += 1
            } else {
                lines.append(.same(text(old[left])))
                left += 1
                right += 1
            }
        }
        return lines
    }

    /// Numbers the lines so that equal lines share a number: long lines are then read once and not compared with each other.
    private static func numbers(_ old: [[UInt8]], _ new: [[UInt8]]) -> (old: [Int], new: [Int]) {
        var known: [[UInt8]: Int] = [:]
        func number(_ line: [UInt8]) -> Int {
            if let number = known[line] { return number }
            known[line] = known.count
            return known.count - 1
        }
        return (old.map(number), new.map(number))
    }

    private static func place(of range: Range<Int>, in script: [Line]) -> String {
        let before = counts(script[..<range.lowerBound])
        let here = counts(script[range])
        return "@@ -\(part(before.old, here.old)) +\(part(before.new, here.new)) @@"
    }

    /// One half of the place in GNU diff's form; if no line is shown, it names the line before.
    private static func part(_ before: Int, _ count: Int) -> String {
        count == 1 ? "\(before + 1)" : "\(count == 0 ? before : before + 1),\(count)"
    }

    private static func counts(_ lines: ArraySlice<Line>) -> (old: Int, new: Int) {
        lines.reduce(into: (old: 0, new: 0)) { counts, line in
            switch line {
            case .same: counts = (counts.old + 1, counts.new + 1)
            case .removed: counts.old += 1
            case .added: counts.new += 1
            case .place: break
            }
        }
    }
}
