extension Duration {
    /// Parses a duration as Go writes it: `250ms`, `30s`, `5m`, `1h`, `1m30s`.
    ///
    /// - Throws: ``QuantityError`` for anything else, including a bare number: seconds and milliseconds are easily confused.
    package init(parsing text: String) throws(QuantityError) {
        self = try Self.parse(text, Self.units, example: "250ms, 30s or 5m")
    }

    /// Parses a lifetime of hours to years, like ``init(parsing:)`` but also with days and weeks: `90d`, `2w`, `1d12h`.
    ///
    /// - Throws: ``QuantityError``, which shows what could be written.
    package init(parsingLifetime text: String) throws(QuantityError) {
        self = try Self.parse(text, Self.longUnits + Self.units, example: "30m, 24h, 90d or 2w")
    }

    private typealias Unit = (name: String, milliseconds: Int64)

    private static func parse(
        _ text: String,
        _ units: [Unit],
        example: String
    ) throws(QuantityError) -> Duration {
        let failure = QuantityError(text, "is not a duration; write for example \(example)")
        var rest = text.utf8[...]
        var total: Int64 = 0
        var last = Int64.max
        if rest.isEmpty { throw failure }
        while !rest.isEmpty {
            let digits = rest.prefix(while: \.isDigit)
            if digits.isEmpty { throw failure }
            guard let count = Int64(digits: Substring(digits)) else { throw QuantityError(text, "is too long") }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !$0.isDigit }
            // Units must get smaller: 30s1m and 1s1s are mistakes, not durations.
            guard let milliseconds = units.first(where: { $0.name.utf8.elementsEqual(unit) })?.milliseconds,
                milliseconds < last
            else {
                throw failure
            }
            last = milliseconds
            rest = rest.dropFirst(unit.count)
            let (part, tooLarge) = count.multipliedReportingOverflow(by: milliseconds)
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !tooLarge, !overflow, sum <= Self.longestMilliseconds else {
                throw QuantityError(text, "is too long")
            }
            total = sum
        }
        return .milliseconds(total)
    }

    /// A hundred years, far below the overflow of arithmetic on durations.
    private static let longestMilliseconds: Int64 = 3_153_600_000_000

    private static let longUnits: [Unit] = [("w", 604_800_000), ("d", 86_400_000)]

    private static let units: [Unit] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000),
    ]

    /// Whole milliseconds, rounded towards zero and clamped to the range of the type.
    package var wholeMilliseconds: Int64 { count(perSecond: 1000) }

    /// Whole microseconds, rounded towards zero and clamped to the range of the type.
    package var wholeMicroseconds: Int64 { count(perSecond: 1_000_000) }

    private func count(perSecond units: Int64) -> Int64 {
        let (seconds, attoseconds) = components
        let (whole, tooLarge) = seconds.multipliedReportingOverflow(by: units)
        let (sum, overflow) = whole.addingReportingOverflow(attoseconds / (1_000_000_000_000_000_000 / units))
        guard !tooLarge, !overflow else { return seconds < 0 ? .min : .max }
        return sum
    }

    /// The shortest exact form that `init(parsing:)` accepts: `30s`, `5m`, `250ms`, `1500ms`.
    package var text: String {
        let count = wholeMilliseconds
        for (milliseconds, unit) in [(3_600_000, "h"), (60_000, "m"), (1_000, "s")] as [(Int64, String)]
        where count != 0 && count % milliseconds == 0 {
            return "\(count / milliseconds)\(unit)"
        }
        return "\(count)ms"
    }

    /// Seconds with three decimals, as evidence shows them: `2.001 s`.
    package var secondsText: String {
        let count = wholeMilliseconds
        let fraction = String((count % 1000).magnitude)
        let sign = count < 0 ? "-" : ""
        return "\(sign)\((count / 1000).magnitude).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) s"
    }
}
