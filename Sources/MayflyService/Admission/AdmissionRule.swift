package import MayflyCore
internal import MayflyEvidence
package import MayflyStore

/// Decides whether a version may run.
///
/// Pure: all facts are parameters. No approval is stored as such; it follows from the signatures, by the trust files and the policy
/// of this moment.
package enum AdmissionRule {
    /// The statement that permits `life.digest` under `profile`.
    ///
    /// If several statements permit it, one whose approvers saw this host's interpreter comes first, then the one that holds longest.
    /// Whether to refuse another interpreter is the warden's decision, since the warden hashes it.
    ///
    /// - Parameter name: The requested name; statements for other names do not count then.
    package static func admit(
        _ life: VersionLife,
        named name: ScriptName?,
        under profile: ProfileName,
        _ terms: AdmissionTerms
    ) throws(ServiceError) -> Admission {
        if let revocation = life.revocation { throw .scriptRevoked(life.digest, reason: revocation.reason) }
        let life = life.signed(as: name)
        var (best, refusals): (Admission?, [StatementRefusal]) = (nil, [])
        for statement in approvals(of: life) where life.isOpen(statement) {
            do throws(StatementRefusal) {
                let admission = try StatementRule.admit(statement, to: life, under: profile, terms)
                if best.map({ admission.isBetter(than: $0) }) ?? true { best = admission }
            } catch {
                refusals.append(error)
            }
        }
        if let best { return best }
        if life.isRejected { throw .scriptRejected(life.digest, reason: life.rejection?.text) }
        guard let refusal = refusals.max(by: { $0.rank < $1.rank }) else {
            let required = terms.policy(of: profile).required
            throw .scriptNotApproved(life.digest, name: name, profile, required: required)
        }
        throw refusal.error(for: life.digest, name, profile, approved: refusals.flatMap(\.profiles))
    }

    /// The statement by which a reviewer may run `life.digest` although it is not approved.
    package static func admit(
        review id: String,
        _ life: VersionLife,
        under profile: ProfileName,
        _ terms: AdmissionTerms
    ) throws(ServiceError) -> Admission {
        if let revocation = life.revocation { throw .scriptRevoked(life.digest, reason: revocation.reason) }
        let decision = ApprovalStatement.Decision.review.rawValue
        guard let statement = life.statements.first(where: { $0.id == id && $0.decision == decision }) else {
            throw .approvalNotFound(id)
        }
        guard life.isOpen(statement) else {
            throw .scriptRejected(life.digest, reason: life.rejections[statement.name]?.text)
        }
        do throws(StatementRefusal) {
            return try StatementRule.admit(statement, to: life, under: profile, terms)
        } catch {
            throw error.error(for: life.digest, statement.name, profile, approved: error.profiles)
        }
    }

    /// The state of a version in its life.
    package static func state(_ life: VersionLife, _ terms: AdmissionTerms) -> VersionState {
        if life.revocation != nil { return .revoked }
        if life.isRejected { return .rejected }
        if place(of: life, terms) != nil { return .approved }
        var isExpired = false
        for statement in approvals(of: life) {
            switch StatementRule.state(statement, of: life, terms) {
            case .approved: return .deprecated
            case .expired: isExpired = true
            case .open, .closed, .revoked, .refused: break
            }
        }
        return isExpired ? .expired : .proposed
    }

    /// The place of the newest statement by which a version is approved now, unless it is deprecated.
    ///
    /// A statement that lacks signatures, or that no longer counts, has no place: it must not move a name to its version.
    ///
    /// - Returns: The number of the statement's first signature among all events; `nil` when the version is not approved.
    package static func place(of life: VersionLife, _ terms: AdmissionTerms) -> Int64? {
        approvals(of: life).first { statement in
            life.isCurrent(statement) && StatementRule.state(statement, of: life, terms) == .approved
        }?.sequence
    }

    /// The statements that approve a version for everybody, newest first.
    private static func approvals(of life: VersionLife) -> [StatementRecord] {
        life.statements.filter { $0.decision == ApprovalStatement.Decision.approve.rawValue }
    }
}
