package import MayflyCore

/// The log's facts about a session's end.
package struct EndFact: Hashable, Sendable {
    package var session: SessionID
    package var digest: Digest
    package var verdict: VerdictName
    /// The rule that refused the session while it waited.
    package var rule: String?
    /// The user who ended it.
    package var by: String?
    package var reason: String?
    /// The index of the session's start leaf; `nil` when it was never handed to the warden.
    package var start: UInt64?
    /// Whether the cell's destruction was checked and nothing was left; `nil` when there was no cell.
    package var isDestroyed: Bool?
    /// SHA-256 of the receipt's statement.
    package var receipt: Digest

    package init(
        session: SessionID,
        digest: Digest,
        verdict: VerdictName,
        rule: String?,
        by: String?,
        reason: String?,
        start: UInt64?,
        isDestroyed: Bool?,
        receipt: Digest
    ) {
        self.session = session
        self.digest = digest
        self.verdict = verdict
        self.rule = rule
        self.by = by
        self.reason = reason
        self.start = start
        self.isDestroyed = isDestroyed
        self.receipt = receipt
    }
}
