internal import MayflyCore
internal import WardenProtocol

/// A description of the warden's, with what every decision takes from it, put together once.
struct KnownWarden: Sendable {
    let description: WardenDescription
    /// What each profile in force demands.
    let policies: [ProfileName: ApprovalPolicy]

    init(_ description: WardenDescription) {
        self.description = description
        var policies: [ProfileName: ApprovalPolicy] = [:]
        for profile in description.profiles { policies[profile.name] = profile.approvals }
        self.policies = policies
    }
}
