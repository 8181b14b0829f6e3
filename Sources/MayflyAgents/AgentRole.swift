/// What a named agent may do.
package enum AgentRole: String, CaseIterable, Hashable, Sendable {
    /// Submits sessions and proposes scripts.
    case agent
    case approver
    case auditor
    case operatorRole = "operator"
}
