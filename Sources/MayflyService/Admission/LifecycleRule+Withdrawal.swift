package import MayflyCore
package import MayflyStore

extension LifecycleRule {
    /// How much one user may withdraw within a day.
    package struct WithdrawalBound: Hashable, Sendable {
        /// The number of proposals.
        package var number: Int
        /// Their size together.
        package var size: ByteCount

        package init(number: Int, size: ByteCount) {
            self.number = number
            self.size = size
        }
    }

    /// Whether the caller may withdraw a version as its own; a caller who has become only an auditor may not change anything.
    static func isOwn(_ version: VersionRecord, of caller: Caller) -> Bool {
        caller.mayChange && caller.owns(version.author.uid, version.agent)
    }

    /// Checks that a caller who is not an approver may withdraw a version: its author may, while nobody has signed anything.
    ///
    /// - Parameters:
    ///   - standing: The state of the proposal, and how much the caller has withdrawn within a day.
    ///   - bound: The limit for both, including this proposal.
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

    /// The answer to everybody else, whether such a version exists or not.
    static let notOwn = ServiceError.forbidden(
        "only approvers may reject, and authors take back what they have proposed; ask an approver"
    )
}
