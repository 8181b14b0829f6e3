internal import MayflyCore

/// How long something holds: a duration, or days, which approvals are counted in.
package enum LifetimeText {
    /// Reads `12h`, `30m`, or `90d`; `nil` for anything else.
    package static func parse(_ text: String) -> Duration? {
        if text.hasSuffix("d") {
            guard let days = UInt16(digits: text.dropLast()), days > 0 else { return nil }
            return .seconds(Int64(days) * 86_400)
        }
        return try? Duration(parsing: text)
    }
}
