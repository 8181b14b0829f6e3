package import MayflyCore
package import Sandbox
package import SandboxPlan

/// A change to every cell, applied when its plan is complete and before anything of it is made.
///
/// The shipped program has none. Tests run a warden whose cells lack exactly one protection: an attack that succeeds there, and
/// fails in an unaltered cell, shows that this protection is what stops it.
package struct CellAlteration {
    /// Changes the plan and the filter of one cell.
    let cell: (inout CellPlan, inout SeccompProgram) -> Void
    /// Changes the template that the cells of a profile share.
    let template: (inout TemplatePlan) -> Void
    /// The kind of network for every cell; `nil` to use that of the profile.
    let network: NetworkMode?
    /// Whether the warden leaves descriptors from a cell open, which the check of the cell's destruction has to find.
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
