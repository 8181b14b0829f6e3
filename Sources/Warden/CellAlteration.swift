package import MayflyCore
package import Sandbox
package import SandboxPlan

/// A change to every cell, after it was decided on and before anything of it is made.
///
/// The program that is shipped has none. Tests have a warden of their own with cells that lack exactly one protection: an
/// attempt that gets through there, and not in a whole cell, shows that it is this protection that stops it.
package struct CellAlteration {
    /// Changes what is a cell's own.
    let cell: (inout CellPlan, inout SeccompProgram) -> Void
    /// Changes what the cells of a profile share.
    let template: (inout TemplatePlan) -> Void
    /// The kind of network that every cell is in; `nil` for what its profile says.
    let network: NetworkMode?
    /// Whether the warden forgets to close what a cell has given it: what the check of its destruction has to find.
    let leavesDescriptors: Bool

    package init(
        cell: @escaping (inout CellPlan, inout SeccompProgram) -> Void,
        template: @escaping (inout TemplatePlan) -> Void,
        network: NetworkMode?,
        leavesDescriptors: Bool
    ) {
        self.cell = cell
        self.template = template
        self.network = network
        self.leavesDescriptors = leavesDescriptors
    }
}
