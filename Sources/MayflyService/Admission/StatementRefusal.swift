internal import MayflyCore
internal import MayflyEvidence

/// Why one statement does not permit a request.
struct StatementRefusal: Error {
    /// The rule's name.
    var rule: String
    var detail: String
    /// The statement's profiles, as far as it still holds.
    var profiles: [ProfileName] = []
    /// When the statement begins to hold.
    var holdsFrom: Timestamp?
    /// When the statement ended.
    var expires: Timestamp?

    /// Of several refusals, the caller gets the one that is nearest to a permission.
    var rank: Int {
        [
            "approval_too_old", "approval_expired", "profile_not_approved", "approval_not_yet_valid",
            "not_enough_approvals",
        ]
        .firstIndex(of: rule) ?? -1
    }

    /// The error for the caller.
    func error(
        for digest: Digest,
        _ name: ScriptName?,
        _ profile: ProfileName,
        approved: [ProfileName]
    ) -> ServiceError {
        switch rule {
        case "approval_expired":
            .approvalExpired(digest, name: name, [profile], at: expires ?? Timestamp(milliseconds: 0))
        case "approval_not_yet_valid":
            .approvalNotYetValid(digest, name: name, profile, from: holdsFrom ?? Timestamp(milliseconds: 0))
        case "profile_not_approved": .profileNotApproved(digest, profile, approved: Set(approved).sorted())
        default: .approvalRefused(digest, name: name, profile, rule: rule, detail: detail)
        }
    }
}
