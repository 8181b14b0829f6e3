internal import MayflyCore
internal import WardenProtocol

/// A description by the warden, with the values that every decision needs computed once.
struct KnownWarden: Sendable {
    let description: WardenDescription
    /// The approval policy of each profile in force.
    let policies: [ProfileName: ApprovalPolicy]

    init(_ description: WardenDescription) {
        self.description = description
        var policies: [ProfileName: ApprovalPolicy] = [:]
        for profile in description.profiles { policies[profile.name] = profile.approvals }
        self.policies = policies
    }
}
