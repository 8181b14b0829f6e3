package import MayflyEvidence
package import MayflyStore

/// A statement, its signatures, and what they are worth now.
package struct ApprovalDetail: Sendable {
    package var record: StatementRecord
    /// What the statement says.
    package var statement: ApprovalStatement
    package var state: ApprovalState
    /// For each of the statement's profiles.
    package var standings: [ProfileStanding]
    /// Of each signature, in the order they came: whose it is, and whether it counts under the first profile it counts for.
    package var findings: [SignatureFinding]
    /// Whether an author of the bytes, who may not do so without the self-approval switch, has brought or made a signature.
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
