/// What a caller may do.
///
/// Given by peer credentials, never by what a request says.
package enum Role: String, CaseIterable, Hashable, Sendable {
    /// Submits, sees and kills its own sessions; proposes scripts.
    case agent
    /// Approves and revokes versions; sees all scripts.
    case approver
    /// Reads the audit log and every receipt; changes nothing.
    case auditor
    /// Sees and kills every session, and may do all that the others may, within the rules for approvals.
    case operatorRole = "operator"
}
