import MayflyCore

/// The controls in force in a cell, one per line.
///
/// Cells that were built ahead alike differ in few of these lines. Equal lines are stored once for all such cells, because each
/// process of each cell begins with a copy of the warden's memory.
struct ControlLines {
    /// The lines of the first such cell.
    private let common: [Control]
    /// The lines of this cell that differ, by their index in ``common``.
    private let own: [(place: Int, line: Control)]

    /// - Parameter other: The lines of a cell that was built alike; `nil` where none is known.
    init(_ lines: [Control] = [], like other: ControlLines? = nil) {
        guard let other, other.common.count == lines.count else {
            (common, own) = (lines, [])
            return
        }
        common = other.common
        own = zip(lines, other.common).enumerated().compactMap { place, pair in
            pair.0 == pair.1 ? nil : (place, pair.0)
        }
    }

    /// All lines in order.
    var all: [Control] {
        var lines = common
        for (place, line) in own { lines[place] = line }
        return lines
    }

    /// How many lines this cell stores by itself.
    var ownCount: Int { own.count }
}
