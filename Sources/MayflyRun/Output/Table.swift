/// A table for people: upper-case headings, two spaces between columns, never truncated.
package struct Table: Sendable {
    private let headings: [String]
    private var rows: [[String]] = []

    package init(_ headings: String...) {
        self.headings = headings
    }

    /// Adds a row; control characters in it are shown as escapes.
    package mutating func add(_ cells: String...) {
        precondition(cells.count == headings.count, "a row has as many cells as the table has columns")
        rows.append(cells.map { $0.isEmpty ? "-" : Escape.line($0) })
    }

    /// The lines of the table, headings first.
    package var lines: [String] {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
        return all.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - TextWidth.columns(of: $0)) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
    }
}
