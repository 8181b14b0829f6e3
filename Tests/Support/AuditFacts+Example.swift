package import MayflyAudit
package import MayflyCore
package import MayflyEvidence

extension ApprovalFact {
    /// The log's fact about a statement that `signers` have signed, the last of them just now.
    ///
    /// - Parameter signature: The digest of the last signature; `nil` gives the form of older versions.
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
    /// The log's fact about a session that starts by a statement, under the first of its profiles.
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
    /// The log's fact about a session that has ended.
    ///
    /// - Parameter start: The index of its start; `nil` for a session without one, which therefore never ran.
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
