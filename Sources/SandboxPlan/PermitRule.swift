package import MayflyCore

/// Takes a verifier's yes for one only if it can be one.
package enum PermitRule {
    /// Refuses a permit that too few gave, that is over, or that speaks of something else.
    ///
    /// - Parameters:
    ///   - policy: What the profile asks for: its number of people is counted here again.
    ///   - now: Seconds since 1970.
    package static func check(
        _ permit: Permit,
        profile: ProfileName,
        policy: ApprovalPolicy,
        now: UInt64
    ) throws(LaunchRefusal) {
        guard !permit.approvers.isEmpty, permit.approvers.allSatisfy({ !$0.isEmpty }) else {
            throw LaunchRefusal(rule: "verifier_failed", detail: "mayfly-verify permits what nobody approved")
        }
        let (count, wanted) = (Set(permit.approvers).count, least(permit.decision, policy))
        guard count == permit.approvers.count, count >= wanted else {
            throw LaunchRefusal(
                rule: "verifier_failed",
                detail: "mayfly-verify permits what \(count) approved; profile \(profile) wants \(wanted)"
            )
        }
        guard permit.closure.map({ $0.profile == profile }) ?? true else {
            throw LaunchRefusal(rule: "verifier_failed", detail: "mayfly-verify answers for another profile")
        }
        guard now < permit.holdsUntil else {
            throw LaunchRefusal(rule: "approval_expired", detail: "the approval ended while it was verified")
        }
    }

    private static func least(_ decision: Permit.Decision, _ policy: ApprovalPolicy) -> Int {
        switch decision {
        case .approve: max(1, Int(policy.required))
        case .review: 1
        }
    }

    /// Refuses to run what was let through for another purpose.
    package static func check(_ decision: Permit.Decision, isReview: Bool) throws(LaunchRefusal) {
        switch (decision, isReview) {
        case (.approve, false), (.review, true): return
        case (.review, false):
            throw LaunchRefusal(
                rule: "decision_mismatch",
                detail: "the statement lets a reviewer try the script, and this session is no review"
            )
        case (.approve, true):
            throw LaunchRefusal(
                rule: "decision_mismatch",
                detail: "this session is a review, and the statement is an approval"
            )
        }
    }

    /// The refusal that a verifier's no becomes.
    package static func refusal(rule: String, detail: String) -> LaunchRefusal {
        let isRule =
            !rule.isEmpty
            && rule.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_") }
        guard isRule else {
            return LaunchRefusal(rule: "verifier_failed", detail: "mayfly-verify refuses by a rule that is none")
        }
        return LaunchRefusal(rule: rule, detail: detail)
    }
}
