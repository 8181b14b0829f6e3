package import MayflyCore

/// Everything that is done to build one cell, decided before any of it is done.
package struct CellPlan: Hashable, Sendable {
    /// The cell's name, by which its cgroup and its file systems are recognised.
    package var name: String
    package var identity: CellIdentity
    package var mounts: MountPlan
    package var controlGroup: ControlGroupPlan
    package var resourceLimits: [ResourceLimit]
    package var network: NetworkMode
    /// `nil` where the kernel does not offer Landlock.
    package var landlock: LandlockPlan?
    /// What follows from a refused system call; at `end` the call never returns.
    package var onDeniedCall: LimitResponse
    package var main: MainProcess

    package init(
        name: String,
        identity: CellIdentity,
        mounts: MountPlan,
        controlGroup: ControlGroupPlan,
        resourceLimits: [ResourceLimit],
        network: NetworkMode,
        landlock: LandlockPlan?,
        onDeniedCall: LimitResponse,
        main: MainProcess
    ) {
        self.name = name
        self.identity = identity
        self.mounts = mounts
        self.controlGroup = controlGroup
        self.resourceLimits = resourceLimits
        self.network = network
        self.landlock = landlock
        self.onDeniedCall = onDeniedCall
        self.main = main
    }

    /// The same plan, without a name and without ids.
    package var ofNobody: CellPlan {
        var plan = self
        plan.name = ""
        plan.identity = CellIdentity(script: 0, keeper: 0)
        return plan
    }
}

extension CellPlan: CustomStringConvertible {
    /// The whole plan as text, one line per step.
    package var description: String { surroundings + main.description }

    /// The plan without what runs in the cell.
    package var surroundings: String { Self.line(of: identity) + common }

    /// The line about a cell's ids.
    package static func line(of identity: CellIdentity) -> String {
        "map \(identity.map.split(separator: "\n").joined(separator: ", "))\n"
    }

    /// The part of ``surroundings`` that is equal in all cells that are built ahead alike.
    package var common: String {
        controlGroup.description + mounts.description + "network \(network.rawValue)\n"
            + resourceLimits.map { "\($0)\n" }.joined() + (landlock?.description ?? "landlock not offered\n")
            + "denied call \(onDeniedCall.rawValue)\n"
    }
}
