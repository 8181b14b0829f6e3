package import MayflyCore

/// The answer for sufficient evidence: its statement, its approvers, and how long the answer holds.
package struct ApprovalDecision: Hashable, Sendable {
    package let statement: ApprovalStatement
    /// The principals whose signatures count, in the order of their names.
    package let approvers: [String]
    /// The second since 1970 from which this answer no longer holds, because the statement, a key or the policy ends then.
    package let holdsUntil: UInt64
    /// The closure that the approvers saw; `nil` when the statement does not say.
    package let closure: RuntimeClosure?
}
