package import MayflyCore

/// Everything that is done to build one cell, decided before anything is done.
package struct CellPlan: Hashable, Sendable {
    package var session: SessionID
    package var identity: CellIdentity
    package var mounts: MountPlan
    package var controlGroup: ControlGroupPlan
    package var resourceLimits: [ResourceLimit]
    package var network: NetworkMode
    /// `nil` where the kernel does not offer it.
    package var landlock: LandlockPlan?
    /// What a refused system call means; at `end` the call that is refused never returns.
    package var onDeniedCall: LimitResponse
    /// `nil` for a canary: its cell is built and read back, and nothing is started in it.
    package var start: StartPlan?

    package init(
        session: SessionID,
        identity: CellIdentity,
        mounts: MountPlan,
        controlGroup: ControlGroupPlan,
        resourceLimits: [ResourceLimit],
        network: NetworkMode,
        landlock: LandlockPlan?,
        onDeniedCall: LimitResponse,
        start: StartPlan?
    ) {
        self.session = session
        self.identity = identity
        self.mounts = mounts
        self.controlGroup = controlGroup
        self.resourceLimits = resourceLimits
        self.network = network
        self.landlock = landlock
        self.onDeniedCall = onDeniedCall
        self.start = start
    }
}

extension CellPlan: CustomStringConvertible {
    /// The whole plan as text, one line per step.
    package var description: String {
        "map \(identity.map.split(separator: "\n").joined(separator: ", "))\n" + controlGroup.description
            + mounts.description + "network \(network.rawValue)\n" + resourceLimits.map { "\($0)\n" }.joined()
            + (landlock?.description ?? "landlock not offered\n") + "denied call \(onDeniedCall.rawValue)\n"
            + (start?.description ?? "execute nothing\n")
    }
}
