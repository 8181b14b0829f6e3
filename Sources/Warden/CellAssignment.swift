import MayflyCore
import Sandbox
import WardenProtocol

/// What a cell is for, and by what it was built for that.
struct CellAssignment {
    let request: LaunchRequest
    /// SHA-256 of the plans it was built by, as text: its template's, then its own.
    let plan: Digest

    init(_ request: LaunchRequest, _ template: RootTemplate, plan: String) {
        self.request = request
        self.plan = SHA256.digest(of: Array((template.text + plan).utf8))
    }
}
