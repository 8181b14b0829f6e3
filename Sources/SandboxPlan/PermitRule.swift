package import MayflyCore

/// Takes a verifier's yes for one only if it can be one.
package enum PermitRule {
    /// Refuses a permit that nobody gave, that is over, or that speaks of something else.
    ///
    /// - Parameter now: Seconds since 1970.
    package static func check(_ permit: Permit, profile: ProfileName, now: UInt64) throws(LaunchRefusal) {
        guard !permit.approvers.isEmpty, permit.approvers.allSatisfy({ !$0.isEmpty }) else {
            throw LaunchRefusal(rule: "verifier_failed", detail: "mayfly-verify permits what nobody approved")
        }
        guard permit.closure.map({ $0.profile == profile }) ?? true else {
            throw LaunchRefusal(rule: "verifier_failed", detail: "mayfly-verify answers for another profile")
        }
        guard now < permit.holdsUntil else {
            throw LaunchRefusal(rule: "approval_expired", detail: "the approval ended while it was verified")
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
