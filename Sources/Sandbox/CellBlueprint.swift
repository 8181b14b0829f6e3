package import SandboxPlan

/// All that pid 1 needs to build its cell: the plan, the files' bytes, the filters, the descriptors.
package struct CellBlueprint: Sendable {
    package var plan: CellPlan
    package var script: Payload?
    package var inputs: Payload?
    /// The files of the kept workspace; `nil` for none.
    package var workspace: Payload?
    package var filter: SeccompProgram
    package var keeperFilter: SeccompProgram
    package var descriptors: CellDescriptors
    /// The inode of the cell's network namespace.
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
