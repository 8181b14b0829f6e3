/// Reads a class of scalars, `[…]`.
enum PatternClass {
    /// Reads a class; the next scalar is its bracket.
    static func read(from parser: inout PatternParser) throws(PatternError) -> ScalarSet {
        let start = parser.error("there is no ']' for this '['")
        _ = parser.pop()
        let isInverted = parser.take("^")
        if parser.next == "]" { throw parser.error("a class without characters is not supported") }
        var ranges: [ClosedRange<UInt32>] = []
        while !parser.take("]") {
            guard parser.next != nil else { throw start }
            ranges += try range(from: &parser)
        }
        let set = ScalarSet(ranges)
        return isInverted ? set.inverted : set
    }

    private static func range(from parser: inout PatternParser) throws(PatternError) -> [ClosedRange<UInt32>] {
        let place = parser.error("the ends of this range are out of order")
        let low = try atom(from: &parser)
        guard parser.next == "-" else { return low.ranges }
        _ = parser.pop()
        guard let end = parser.next else { throw parser.error("there is no ']' for this class") }
        // A hyphen at the end stands for itself.
        if end == "]" { return low.ranges + ScalarSet("-").ranges }
        let high = try atom(from: &parser)
        guard let first = only(low), let last = only(high) else {
            throw PatternError(
                position: place.position,
                message: "a class cannot be the end of a range; write \\- for a hyphen"
            )
        }
        guard first <= last else { throw place }
        return [first...last]
    }

    private static func atom(from parser: inout PatternParser) throws(PatternError) -> ScalarSet {
        if parser.next == "\\" { return try PatternEscape.read(from: &parser, inClass: true) }
        guard let scalar = parser.pop() else { throw parser.error("there is no ']' for this class") }
        return ScalarSet(scalar)
    }

    private static func only(_ set: ScalarSet) -> UInt32? {
        guard set.ranges.count == 1, set.ranges[0].count == 1 else { return nil }
        return set.ranges[0].lowerBound
    }
}
