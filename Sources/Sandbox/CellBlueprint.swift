package import SandboxPlan

/// All that a cell's first process needs to build it: the plan, the bytes, the filters, the descriptors.
package struct CellBlueprint: Sendable {
    package var plan: CellPlan
    package var script: Payload?
    package var inputs: Payload?
    /// What the workspace holds; `nil` for nothing.
    package var workspace: Payload?
    package var filter: SeccompProgram
    package var keeperFilter: SeccompProgram
    package var descriptors: CellDescriptors
    /// The inode of the network namespace that the cell was given.
    package var network: UInt64
    /// Whether the script waits for ``CellProcess/start(through:)``.
    package var isHeld: Bool

    package init(
        plan: CellPlan,
        script: Payload?,
        inputs: Payload?,
        workspace: Payload? = nil,
        filter: SeccompProgram,
        keeperFilter: SeccompProgram,
        descriptors: CellDescriptors,
        network: UInt64,
        isHeld: Bool
    ) {
        self.plan = plan
        self.script = script
        self.inputs = inputs
        self.workspace = workspace
        self.filter = filter
        self.keeperFilter = keeperFilter
        self.descriptors = descriptors
        self.network = network
        self.isHeld = isHeld
    }
}
