package import MayflyAudit
package import MayflyCore
package import MayflyEvidence

extension ApprovalFact {
    /// What the log says of a statement when `signers` have signed it, the last of them just now.
    ///
    /// - Parameter signature: Of the last one; as older versions wrote it, if not given.
    package static func example(
        _ statement: ApprovalStatement,
        by signers: [TestSigner],
        signature: Digest? = nil
    ) -> ApprovalFact {
        ApprovalFact(
            id: statement.id.text,
            decision: statement.decision.rawValue,
            script: statement.name,
            digest: statement.digest,
            profiles: statement.profiles.map(\.name),
            statement: MerkleHash.digest(of: statement.bytes),
            signers: signers.map(\.principal),
            by: 7,
            expires: Timestamp(milliseconds: Int64(statement.expires) * 1000),
            isSelfApproval: false,
            signature: signature
        )
    }
}

extension StartFact {
    /// What the log says of a session that starts by a statement, under the first of its profiles.
    package static func example(of session: SessionID, by statement: ApprovalStatement, uid: UInt32 = 1) -> StartFact {
        guard let profile = statement.profiles.first?.name else { preconditionFailure("the example is wrong") }
        return StartFact(
            session: session,
            script: statement.name,
            digest: statement.digest,
            profile: profile,
            runtime: .python,
            by: uid,
            approval: statement.id.text,
            statement: MerkleHash.digest(of: statement.bytes),
            request: statement.digest,
            closure: nil,
            trust: nil
        )
    }
}

extension EndFact {
    /// What the log says of a session that has ended.
    ///
    /// - Parameter start: The index of its start; `nil` for one that had none, which no session that ran can be.
    package static func example(
        of session: SessionID,
        digest: Digest,
        verdict: VerdictName = .ok,
        start: UInt64? = nil,
        receipt: Digest
    ) -> EndFact {
        EndFact(
            session: session,
            digest: digest,
            verdict: verdict,
            rule: nil,
            by: nil,
            reason: nil,
            start: start,
            isDestroyed: true,
            receipt: receipt
        )
    }
}
