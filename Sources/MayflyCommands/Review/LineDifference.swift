/// What changed between two texts, line by line, as `diff -u` shows it.
package struct LineDifference {
    /// One line of the result.
    package enum Line: Hashable, Sendable {
        /// `@@ -1,4 +1,5 @@`.
        case place(String)
        case same(String)
        case removed(String)
        case added(String)
    }

    /// Lines shown around a change.
    private static let context = 3
    /// More lines than this, without those that both texts begin and end with, are shown as wholly replaced.
    private static let mostCompared = 4000

    private let old: [String]
    private let new: [String]

    package init(_ old: String, _ new: String) {
        self.old = Self.lines(of: old)
        self.new = Self.lines(of: new)
    }

    /// The lines with a mark where the last one has no end.
    private static func lines(of text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
        if lines.last == "" {
            lines.removeLast()
        } else {
            lines[lines.count - 1] += "\n\\ No newline at end of file"
        }
        return lines
    }

    /// The changes with what is around them; none when the texts are the same.
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
        return old[..<start].map(Line.same) + middle + old[(old.count - end)...].map(Line.same)
    }

    private static func compare(_ old: [String], _ new: [String]) -> [Line] {
        guard old.count + new.count <= mostCompared else { return old.map(Line.removed) + new.map(Line.added) }
        let difference = new.difference(from: old)
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
                lines.append(.removed(old[left]))
                left += 1
            } else if added.contains(right) {
                lines.append(.added(new[right]))
                right += 1
            } else {
                lines.append(.same(old[left]))
                left += 1
                right += 1
            }
        }
        return lines
    }

    private static func place(of range: Range<Int>, in script: [Line]) -> String {
        let before = counts(script[..<range.lowerBound])
        let here = counts(script[range])
        return "@@ -\(part(before.old, here.old)) +\(part(before.new, here.new)) @@"
    }

    /// As GNU diff writes it: the line before, where there is none.
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
