package import MayflyCore
package import MayflyStore

extension LifecycleRule {
    /// How much one user may take back within a day.
    package struct WithdrawalBound: Hashable, Sendable {
        /// How many proposals.
        package var number: Int
        /// How much they count together.
        package var size: ByteCount

        package init(number: Int, size: ByteCount) {
            self.number = number
            self.size = size
        }
    }

    /// Whether a version is the caller's own, to be taken back: who has become an auditor alone changes nothing any more.
    static func isOwn(_ version: VersionRecord, of caller: Caller) -> Bool {
        caller.mayChange && caller.owns(version.author.uid, version.agent)
    }

    /// Checks that a caller who is no approver may take a version back: its author may, while nobody has signed anything.
    ///
    /// - Parameters:
    ///   - standing: Of the proposal, with what the caller has taken back within a day.
    ///   - bound: How much that may be, with this one.
    package static func checkWithdrawal(
        of life: VersionLife,
        as name: ScriptName,
        by caller: Caller,
        _ standing: ProposalStanding?,
        bound: WithdrawalBound,
        _ terms: AdmissionTerms
    ) throws(ServiceError) {
        guard let standing, life.versions.contains(where: { $0.name == name && isOwn($0, of: caller) }) else {
            throw notOwn
        }
        if let revocation = life.revocation { throw .scriptRevoked(life.digest, reason: revocation.reason) }
        let signed = life.signed(as: name)
        let state = AdmissionRule.state(signed, terms)
        guard state == .proposed, signed.statements.isEmpty else {
            throw .wrongState(
                life.digest,
                state,
                name: name,
                detail: state == .rejected ? "it is rejected already" : "somebody has signed for it; ask an approver"
            )
        }
        guard standing.proposer == caller.uid else {
            throw .forbidden("somebody else has proposed it again since it was rejected; ask an approver to reject it")
        }
        let (size, overflow) = standing.withdrawn.bytes.addingReportingOverflow(standing.size.bytes)
        guard standing.withdrawals < bound.number, !overflow, size <= bound.size.bytes else {
            throw .forbidden(
                "\(bound.number) proposals may be taken back within a day, and \(bound.size) of them; ask an approver "
                    + "to reject it"
            )
        }
    }

    /// What everybody else is told, whether there is such a version or not.
    static let notOwn = ServiceError.forbidden(
        "only approvers may reject, and authors take back what they have proposed; ask an approver"
    )
}
