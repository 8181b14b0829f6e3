/// The positive answer of `mayfly-verify` to evidence: who vouched for the digest, how long the answer holds, and for what.
package struct Permit: Hashable, Sendable {
    /// The decision about the digest.
    package enum Decision: String, CaseIterable, Hashable, Sendable {
        /// The digest may run.
        case approve
        /// A reviewer may try it, in sessions that say so.
        case review
    }

    package var decision: Decision
    /// The principals whose signatures count, in the order of their names.
    package var approvers: [String]
    /// Seconds since 1970 from which this answer no longer holds, because the statement, a key or the policy ends.
    package var holdsUntil: UInt64
    /// The interpreter that the approvers saw under the profile; `nil` when the statement does not say.
    package var closure: RuntimeClosure?
    /// The bundle's `mayfly.yaml`; `nil` when the bundle has none.
    package var start: StartDescription?

    package init(
        decision: Decision,
        approvers: [String],
        holdsUntil: UInt64,
        closure: RuntimeClosure?,
        start: StartDescription?
    ) {
        self.decision = decision
        self.approvers = approvers
        self.holdsUntil = holdsUntil
        self.closure = closure
        self.start = start
    }
}
