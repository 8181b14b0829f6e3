internal import MayflyCore
internal import MayflyJSON

/// A statement that some approvers have signed and that still lacks signatures.
struct OpenStatement: Hashable {
    /// All profiles that it names: the next signer must ask for exactly these.
    let profiles: [String]
    /// The profiles that still lack signatures, and under which no other approval lasts as long as this one would.
    let lacking: [String]

    /// Finds the newest open statement about a version; `nil` if there is none.
    ///
    /// - Parameter version: The version as the daemon describes it, with its approvals, newest first.
    init?(of version: JSON) {
        let held = HeldProfiles(of: version)
        let statements = (version["approvals"]?.elements ?? []).lazy.compactMap { OpenStatement($0, held) }
        guard let newest = statements.first else { return nil }
        self = newest
    }

    /// - Parameter held: The profiles that the version's approvals allow.
    private init?(_ approval: JSON, _ held: HeldProfiles) {
        // A closed or revoked approval still says that it lacks signatures.
        guard let state = approval["state"]?.text, ["open", "approved"].contains(state) else { return nil }
        let profiles = approval["profiles"]?.elements ?? []
        let expires = approval["expires_at"]?.text.flatMap { Age.seconds(of: $0) } ?? .max
        lacking = profiles.filter { $0["refusal"]?["rule"]?.text == ApprovalRefusal.Rule.notEnough.rawValue }
            .compactMap { $0["name"]?.text }
            .filter { !held.reach(expires, under: $0) }
        guard !lacking.isEmpty else { return nil }
        self.profiles = profiles.compactMap { $0["name"]?.text }
    }
}
