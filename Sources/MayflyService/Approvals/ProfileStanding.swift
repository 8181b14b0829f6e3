package import MayflyCore

/// How far a statement has come under one of its profiles.
package struct ProfileStanding: Hashable, Sendable {
    package var profile: ProfileName
    /// How many different people the profile demands.
    package var required: Int
    /// Those whose signatures count, by name.
    package var approvers: [String]
    /// Until when the version may run by it; `nil` while it may not.
    package var holdsUntil: Timestamp?
    /// Why it may not run by it: the rule's name, and a sentence.
    package var refusal: Refusal?

    /// Why a statement does not let its version run.
    package struct Refusal: Hashable, Sendable {
        package var rule: String
        package var detail: String
        /// The statement to sign anew for what starts the script now; `nil` where that is not what is missing.
        package var renewable: String?

        package init(rule: String, detail: String, renewable: String? = nil) {
            self.rule = rule
            self.detail = detail
            self.renewable = renewable
        }
    }

    package init(
        profile: ProfileName,
        required: Int,
        approvers: [String] = [],
        holdsUntil: Timestamp? = nil,
        refusal: Refusal? = nil
    ) {
        self.profile = profile
        self.required = required
        self.approvers = approvers
        self.holdsUntil = holdsUntil
        self.refusal = refusal
    }

    package var isPermitted: Bool { holdsUntil != nil }
}
