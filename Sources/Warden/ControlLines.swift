import MayflyCore

/// What is in force in a cell, line by line.
///
/// In cells that are built ahead in the same way nearly all lines are equal, each in its place. These are kept once for all of
/// them: every process of every cell begins with a copy of what the warden knows.
struct ControlLines {
    /// Those of the first such cell.
    private let common: [Control]
    /// What this cell has in place of some of them.
    private let own: [(place: Int, line: Control)]

    /// - Parameter other: Of a cell that is alike; `nil` where none is known.
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

    /// All of them, in their order.
    var all: [Control] {
        var lines = common
        for (place, line) in own { lines[place] = line }
        return lines
    }

    /// How many are this cell's alone.
    var ownCount: Int { own.count }
}
