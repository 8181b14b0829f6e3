import MayflyCore
import Sandbox
import WardenProtocol

/// The session that a cell belongs to, and the plans that the cell was built by.
struct CellAssignment {
    let request: LaunchRequest
    /// SHA-256 of these plans as text: the template's, then the cell's own.
    let plan: Digest

    init(_ request: LaunchRequest, _ template: RootTemplate, plan: String) {
        self.request = request
        self.plan = SHA256.digest(of: Array((template.text + plan).utf8))
    }
}
