package import MayflyCore

/// Checks the verifier's answer, which is not believed as it is.
package enum PermitRule {
    /// Refuses a permit that has too few approvers, that has ended, or that is about something else.
    ///
    /// - Parameters:
    ///   - policy: The profile's policy, whose number of approvers is checked here again.
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

    /// Refuses to run a session for which the permit was not given: a review by an approval, or the reverse.
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

    /// Turns the verifier's refusal into the warden's.
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
