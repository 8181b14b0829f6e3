internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan
internal import WardenProtocol

/// A launch that may be built: everything about it was checked.
struct AdmittedLaunch {
    let request: LaunchRequest
    /// What travelled with it and was not taken yet.
    let descriptors: DescriptorBag
    /// What was taken out of them, and may be handed to a cell.
    var cargo: CellCargo?
    let received: Instant
    let profile: LoadedProfile
    /// `nil` for a canary.
    let bundle: VerifiedBundle?
    let start: LaunchStart?
    /// By what it was let through; `nil` for a canary.
    let clearance: Clearance?
    /// Who vouched for it, for the session's record.
    let controls: [Control]
    /// Whether its script waits for the daemon's word.
    var isHeld: Bool
}

extension AdmittedLaunch {
    /// A launch whose evidence was verified.
    init(
        _ launch: WaitingLaunch,
        under profile: LoadedProfile,
        _ start: LaunchStart,
        _ clearance: Clearance,
        controls: [Control]
    ) {
        self.init(
            request: launch.request,
            descriptors: launch.descriptors,
            received: launch.received,
            profile: profile,
            bundle: launch.bundle,
            start: start,
            clearance: clearance,
            controls: controls,
            isHeld: launch.isHeld
        )
    }
}
