package import MayflyCore

/// How far a statement has come under one of its profiles.
package struct ProfileStanding: Hashable, Sendable {
    package var profile: ProfileName
    /// How many different approvers the profile demands.
    package var required: Int
    /// The names of the approvers whose signatures count.
    package var approvers: [String]
    /// Until when the statement lets the version run; `nil` while it does not.
    package var holdsUntil: Timestamp?
    /// Why it does not let the version run: the rule's name, and a sentence.
    package var refusal: Refusal?

    /// Why a statement does not let its version run.
    package struct Refusal: Hashable, Sendable {
        package var rule: String
        package var detail: String
        /// The statement to sign anew for the present interpreter; `nil` if that would not help.
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
