package import MayflyCore

/// A request to approve a version.
package struct ApprovalRequest: Hashable, Sendable {
    /// Must name a digest.
    package var reference: ScriptReference
    package var profiles: [ProfileName]
    /// The configured lifetime if not given.
    package var expiry: Expiry?
    package var comment: String

    /// Until when an approval holds.
    package enum Expiry: Hashable, Sendable {
        case at(Timestamp)
        case after(Duration)
    }

    package init(reference: ScriptReference, profiles: [ProfileName], expiry: Expiry? = nil, comment: String = "") {
        self.reference = reference
        self.profiles = profiles
        self.expiry = expiry
        self.comment = comment
    }
}
