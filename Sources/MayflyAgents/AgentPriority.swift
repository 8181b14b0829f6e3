/// How often an agent's sessions start, compared with those of other waiting agents.
package enum AgentPriority: String, CaseIterable, Hashable, Sendable {
    case low
    case normal
    case high

    /// How many sessions start per turn.
    package var weight: Int {
        switch self {
        case .low: 1
        case .normal: 2
        case .high: 4
        }
    }
}
