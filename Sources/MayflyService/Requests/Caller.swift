package import MayflyStore

/// Who makes a request, and what they may do.
package struct Caller: Hashable, Sendable {
    package let identity: CallerIdentity
    package let roles: Set<Role>

    package init(_ identity: CallerIdentity, roles: Set<Role>) {
        self.identity = identity
        self.roles = roles
    }

    package var uid: UInt32 { identity.uid }
    package var isOperator: Bool { roles.contains(.operatorRole) }
    package var isApprover: Bool { isOperator || roles.contains(.approver) }
    /// Whether the caller may read the audit log.
    package var isAuditor: Bool { isOperator || roles.contains(.auditor) }
    /// Whether the caller may submit sessions and propose scripts.
    package var isAgent: Bool { isOperator || roles.contains(.agent) }
    /// As verdicts and logs name the caller.
    package var text: String { "uid \(identity.uid)" }
}
