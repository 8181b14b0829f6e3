internal import MayflyCore
internal import MayflyJSON

/// A statement that some have signed and that lacks the signatures of others.
struct OpenStatement: Hashable {
    /// All profiles that it names: whoever signs it too asks for exactly these.
    let profiles: [String]
    /// Those under which it lacks signatures, and under which nothing lets the version run as long as it would.
    let lacking: [String]

    /// The newest one about a version; `nil` when there is none.
    ///
    /// - Parameter version: As the daemon describes it, with its approvals, newest first.
    init?(of version: JSON) {
        let held = HeldProfiles(of: version)
        let statements = (version["approvals"]?.elements ?? []).lazy.compactMap { OpenStatement($0, held) }
        guard let newest = statements.first else { return nil }
        self = newest
    }

    /// - Parameter held: What approvals of the same version allow.
    private init?(_ approval: JSON, _ held: HeldProfiles) {
        // What is closed or revoked still says how many have signed.
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
