/// The answer of `mayfly-verify` to evidence that is good enough: who vouched for it, how long it holds, and for what.
package struct Permit: Hashable, Sendable {
    /// What was decided about the digest.
    package enum Decision: String, CaseIterable, Hashable, Sendable {
        /// It may run.
        case approve
        /// A reviewer may try it, in sessions that say so.
        case review
    }

    package var decision: Decision
    /// The principals whose signatures count, in the order of their names.
    package var approvers: [String]
    /// Seconds since 1970 from which this answer no longer holds: the statement, a key or the policy ends then.
    package var holdsUntil: UInt64
    /// What the approvers saw start the script under the profile; `nil` when the statement does not say.
    package var closure: RuntimeClosure?
    /// What the bundle's `mayfly.yaml` says; `nil` when the bundle has none.
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
