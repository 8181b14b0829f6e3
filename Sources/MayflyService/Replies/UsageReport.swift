package import MayflyStore

/// What agents used, as far as it fits into one answer.
package struct UsageReport: Sendable {
    package var sums: [LedgerSum]
    /// Whether there are more sums.
    package var isTruncated: Bool
}
