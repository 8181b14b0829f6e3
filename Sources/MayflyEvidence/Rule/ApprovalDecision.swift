package import MayflyCore

/// Evidence that is good enough: what it says, who vouches for it, and how long the answer holds.
package struct ApprovalDecision: Hashable, Sendable {
    package let statement: ApprovalStatement
    /// The principals whose signatures count, in the order of their names.
    package let approvers: [String]
    /// Seconds since 1970 from which this answer no longer holds: the statement, a key or the policy ends then.
    package let holdsUntil: UInt64
    /// What the approvers saw start the script under the profile; `nil` when the statement does not say.
    package let closure: RuntimeClosure?
}
