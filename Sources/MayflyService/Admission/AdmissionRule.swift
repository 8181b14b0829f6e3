package import MayflyCore
package import MayflyStore

/// Decides whether a version may run.
///
/// Pure: everything it looks at is given to it.
package enum AdmissionRule {
    /// What is known about a digest.
    package struct Facts: Hashable, Sendable {
        package var digest: Digest
        package var name: ScriptName?
        package var approvals: [ApprovalRecord]
        package var revocation: RevocationRecord?

        package init(digest: Digest, name: ScriptName?, approvals: [ApprovalRecord], revocation: RevocationRecord?) {
            self.digest = digest
            self.name = name
            self.approvals = approvals
            self.revocation = revocation
        }
    }

    /// The approval that permits `facts.digest` under `profile`: of those that do, the one that holds longest.
    package static func admit(
        _ facts: Facts,
        under profile: ProfileName,
        at now: Timestamp
    ) throws(ServiceError) -> ApprovalRecord {
        if let revocation = facts.revocation { throw .scriptRevoked(facts.digest, reason: revocation.reason) }
        let approvals = facts.approvals.filter { $0.digest == facts.digest }
        guard let latest = approvals.max(by: { $0.expiresAt < $1.expiresAt }) else {
            throw .scriptNotApproved(facts.digest, name: facts.name)
        }
        let current = approvals.filter { now < $0.expiresAt }
        guard !current.isEmpty else { throw .approvalExpired(facts.digest, at: latest.expiresAt) }
        let fitting = current.filter { $0.profiles.contains(profile) }
        guard let best = fitting.max(by: { $0.expiresAt < $1.expiresAt }) else {
            let approved = Set(current.flatMap(\.profiles)).sorted()
            throw .profileNotApproved(facts.digest, profile, approved: approved)
        }
        return best
    }

    /// Where a version is in its life.
    package static func state(_ facts: Facts, at now: Timestamp) -> VersionState {
        if facts.revocation != nil { return .revoked }
        let approvals = facts.approvals.filter { $0.digest == facts.digest }
        if approvals.isEmpty { return .proposed }
        return approvals.contains { now < $0.expiresAt } ? .approved : .expired
    }
}
