/// Formats numbers for people.
package enum Amount {
    /// Milliseconds as `0.012s`, `1.5s`, `2m03s`.
    package static func duration(milliseconds: Double?) -> String {
        guard let milliseconds, milliseconds.isFinite, milliseconds >= 0, milliseconds < 1e15 else { return "-" }
        let thousandths = Int64(milliseconds.rounded())
        if thousandths < 60_000 { return "\(thousandths / 1000).\(padded(thousandths % 1000, 3))s" }
        let seconds = thousandths / 1000
        return "\(seconds / 60)m\(padded(seconds % 60, 2))s"
    }

    /// Bytes as `512 B`, `1.5 KiB`, `64 MiB`: at least two figures, rounded down.
    package static func bytes(_ count: Int64?) -> String {
        guard let count, count >= 0 else { return "-" }
        for (shift, unit) in [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")] where count >= 1 << shift {
            let tenths = ((count >> (shift - 7)) * 10) >> 7
            return tenths % 10 == 0 || tenths >= 100
                ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
        }
        return "\(count) B"
    }

    /// The sum of two counts, capped at the largest integer.
    package static func sum(_ first: Int64, _ second: Int64) -> Int64 {
        let (sum, isTooMuch) = first.addingReportingOverflow(second)
        return isTooMuch ? (first < 0 ? .min : .max) : sum
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
