internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan
internal import WardenProtocol

/// A launch whose checks have all passed, so that its cell may be built.
struct AdmittedLaunch {
    let request: LaunchRequest
    /// The descriptors that came with the request and have not been taken yet.
    let descriptors: DescriptorBag
    /// The part of these descriptors that a cell gets; `nil` until they are taken.
    var cargo: CellCargo?
    let received: Instant
    let profile: LoadedProfile
    /// The script's files; `nil` for a canary.
    let bundle: VerifiedBundle?
    let start: LaunchStart?
    /// The decision that let this launch through, to be checked again later; `nil` for a canary.
    let clearance: Clearance?
    /// Who vouched for the launch, for the session's record.
    let controls: [Control]
    /// Whether its script waits for the daemon's order to start.
    var isHeld: Bool
}

extension AdmittedLaunch {
    /// Admits a launch whose evidence was verified.
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
