package import MayflyEvidence
package import MayflyStore

/// A statement, its signatures, and what they are worth now.
package struct ApprovalDetail: Sendable {
    package var record: StatementRecord
    /// The parsed statement.
    package var statement: ApprovalStatement
    package var state: ApprovalState
    /// The standing under each of the statement's profiles.
    package var standings: [ProfileStanding]
    /// For each signature, in the order they came: whose it is, and whether it counts under the first profile that accepts it.
    package var findings: [SignatureFinding]
    /// Whether an author of the bytes has made or submitted a signature, which only the self-approval switch permits.
    package var isSelfApproval: Bool

    package init(
        record: StatementRecord,
        statement: ApprovalStatement,
        state: ApprovalState,
        standings: [ProfileStanding],
        findings: [SignatureFinding],
        isSelfApproval: Bool
    ) {
        self.record = record
        self.statement = statement
        self.state = state
        self.standings = standings
        self.findings = findings
        self.isSelfApproval = isSelfApproval
    }
}
