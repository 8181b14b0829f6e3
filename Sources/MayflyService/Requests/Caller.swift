package import MayflyCore
package import MayflyStore

/// Who makes a request, and what the caller may do.
package struct Caller: Hashable, Sendable {
    package let identity: CallerIdentity
    package let roles: Set<Role>
    /// The roles from its groups alone, whatever operators say about agents.
    package let granted: Set<Role>
    /// The primary group of the process and its supplementary groups.
    package let groups: Set<UInt32>
    /// The caller's agent; `nil` for strangers, and if operators name no agents.
    package let agent: AgentName?
    /// Whether operators name agents: then nobody else may submit.
    package let isNamedOnly: Bool
    /// The names of all agents in force; `nil` if they are not known: then every name counts as one of them.
    package let agentsInForce: Set<AgentName>?

    package init(
        _ identity: CallerIdentity,
        roles: Set<Role>,
        granted: Set<Role>? = nil,
        groups: Set<UInt32> = [],
        agent: AgentName? = nil,
        isNamedOnly: Bool = false,
        agentsInForce: Set<AgentName>? = nil
    ) {
        self.identity = identity
        self.roles = roles
        self.granted = granted ?? roles
        self.groups = groups
        self.agent = agent
        self.isNamedOnly = isNamedOnly
        self.agentsInForce = agentsInForce
    }

    package var uid: UInt32 { identity.uid }
    package var isOperator: Bool { roles.contains(.operatorRole) }
    package var isApprover: Bool { isOperator || roles.contains(.approver) }
    /// Whether the caller may read the audit log.
    package var isAuditor: Bool { isOperator || roles.contains(.auditor) }
    /// Whether the caller may submit sessions.
    package var isAgent: Bool { roles.contains(.agent) || (isOperator && !isNamedOnly) }
    /// Whether the caller may do more than read; a caller who is only an auditor may not, even with its own sessions and scripts.
    package var mayChange: Bool { isAgent || isApprover }
    /// How verdicts and logs name the caller.
    package var text: String { "uid \(identity.uid)" }
}
