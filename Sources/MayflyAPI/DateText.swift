internal import Foundation
package import MayflyCore

/// Moments as RFC 3339 writes them, in UTC and with milliseconds.
package enum DateText {
    /// For example `2026-05-07T09:30:00.250Z`.
    package static func text(of moment: Timestamp) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
            .formatted(
                .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)
            )
    }

    /// Reads a moment with a zone, with or without a fraction of a second.
    package static func parse(_ text: String) -> Timestamp? {
        for includesFraction in [false, true] {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: includesFraction)
            if let date = try? style.parse(text) {
                return Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
            }
        }
        return nil
    }
}
