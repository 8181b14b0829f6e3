package import MayflyStore

/// What agents used, as much of it as one answer has.
package struct UsageReport: Sendable {
    package var sums: [LedgerSum]
    /// Whether there are more.
    package var isTruncated: Bool
}
