package import MayflyService
internal import MayflyStore

/// The groups that have each role.
///
/// User 0 has all roles.
package struct RoleRule: Hashable, Sendable {
    package var operators: Set<UInt32>
    package var approvers: Set<UInt32>
    package var agents: Set<UInt32>
    package var auditors: Set<UInt32>

    package init(operators: Set<UInt32>, approvers: Set<UInt32>, agents: Set<UInt32>, auditors: Set<UInt32> = []) {
        self.operators = operators
        self.approvers = approvers
        self.agents = agents
        self.auditors = auditors
    }

    /// The roles of a process with these credentials.
    package func roles(uid: UInt32, groups: Set<UInt32>) -> Set<Role> {
        if uid == 0 { return Set(Role.allCases) }
        var roles: Set<Role> = []
        let all = [(Role.operatorRole, operators), (.approver, approvers), (.agent, agents), (.auditor, auditors)]
        for (role, members) in all where !members.isDisjoint(with: groups) {
            roles.insert(role)
        }
        return roles
    }
}
