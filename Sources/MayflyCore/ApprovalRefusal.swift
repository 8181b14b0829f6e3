/// Why signed evidence does not let a digest run.
package struct ApprovalRefusal: Error, Hashable, Sendable {
    package let rule: Rule
    /// A sentence for people that compares the demand with the evidence.
    package let detail: String

    package init(_ rule: Rule, _ detail: String) {
        self.rule = rule
        self.detail = detail
    }

    /// The rules; the raw value is the rule's name in a verdict, and never changes.
    package enum Rule: String, CaseIterable, Hashable, Sendable {
        /// The bytes are not a statement, or there are more signatures than allowed.
        case malformedStatement = "malformed_statement"
        /// The statement is about other bytes.
        case digestMismatch = "digest_mismatch"
        case profileNotApproved = "profile_not_approved"
        case notYetValid = "approval_not_yet_valid"
        case expired = "approval_expired"
        /// The statement is older than the profile allows, whatever it says itself.
        case tooOld = "approval_too_old"
        /// Too few signatures count; the detail says why for each of them.
        case notEnough = "not_enough_approvals"
        case digestRevoked = "digest_revoked"
        /// The approvers saw another interpreter than the one that would start the script.
        case runtimeChanged = "runtime_changed"
        /// `allowed_signers` or `revoked_keys` cannot be read or trusted.
        case trustUnreadable = "trust_unreadable"
        /// The bundle's `mayfly.yaml` is wrong.
        case malformedBundle = "malformed_bundle"
        /// `mayfly-verify` gave no answer.
        case verifierFailed = "verifier_failed"
    }
}

extension ApprovalRefusal: CustomStringConvertible {
    package var description: String { "\(rule.rawValue): \(detail)" }
}
