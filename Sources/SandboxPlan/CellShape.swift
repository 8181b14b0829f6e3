import MayflyCore

/// The properties of a cell apart from what runs in it, by which a session finds a cell that was built ahead.
package struct CellShape: Hashable, Sendable {
    private let scratch: [MountStep]
    private let controlGroup: ControlGroupPlan
    private let resourceLimits: [ResourceLimit]
    private let network: NetworkMode
    private let landlock: LandlockPlan?
    private let onDeniedCall: LimitResponse

    /// Takes everything from a plan except its owner and the files of its session.
    package init(of plan: CellPlan) {
        scratch = plan.mounts.steps.filter { !$0.isOfSession }
        controlGroup = plan.controlGroup
        resourceLimits = plan.resourceLimits
        network = plan.network
        landlock = plan.landlock
        onDeniedCall = plan.onDeniedCall
    }
}
