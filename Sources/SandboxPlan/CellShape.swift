import MayflyCore

/// What a cell is like whatever runs in it: by this a session finds a cell that was built ahead.
package struct CellShape: Hashable, Sendable {
    private let scratch: [MountStep]
    private let controlGroup: ControlGroupPlan
    private let resourceLimits: [ResourceLimit]
    private let network: NetworkMode
    private let landlock: LandlockPlan?
    private let onDeniedCall: LimitResponse

    /// All of a plan but whose it is, and what it brings along.
    package init(of plan: CellPlan) {
        scratch = plan.mounts.steps.filter { !$0.isOfSession }
        controlGroup = plan.controlGroup
        resourceLimits = plan.resourceLimits
        network = plan.network
        landlock = plan.landlock
        onDeniedCall = plan.onDeniedCall
    }
}
