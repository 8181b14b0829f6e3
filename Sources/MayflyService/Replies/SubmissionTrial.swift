package import MayflyCore

/// What would become of a submission now.
package struct SubmissionTrial: Hashable, Sendable {
    /// What it means, if it could be found.
    package var digest: Digest?
    package var name: ScriptName?
    package var runtime: RuntimeName?
    package var profile: ProfileName?
    /// The limits it would have; `nil` when it is refused.
    package var limits: SessionLimits?
    /// What it would take of the budget of all sessions; `nil` when it is refused.
    package var budget: BudgetStanding?
    /// The rule that refuses it; `nil` when it would be admitted.
    package var refusal: ServiceError?

    package init() {}
}
