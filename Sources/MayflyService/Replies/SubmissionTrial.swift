package import MayflyCore

/// The outcome of a submission if it came now.
package struct SubmissionTrial: Hashable, Sendable {
    /// The digest that it refers to, if it could be found.
    package var digest: Digest?
    package var name: ScriptName?
    package var runtime: RuntimeName?
    package var profile: ProfileName?
    /// The session's limits; `nil` when it is refused.
    package var limits: SessionLimits?
    /// The session's share of the common budget; `nil` when it is refused.
    package var budget: BudgetStanding?
    /// The rule that refuses it; `nil` when it would be admitted.
    package var refusal: ServiceError?

    package init() {}
}
