/// What a caller may do.
///
/// It follows from the peer credentials, never from the content of a request.
package enum Role: String, CaseIterable, Hashable, Sendable {
    /// Submits, sees and kills its own sessions; proposes scripts.
    case agent
    /// Approves and revokes versions; sees all scripts.
    case approver
    /// Reads the audit log and every receipt; changes nothing.
    case auditor
    /// Sees and kills every session, and may do everything that the other roles may, within the rules for approvals.
    case operatorRole = "operator"
}
