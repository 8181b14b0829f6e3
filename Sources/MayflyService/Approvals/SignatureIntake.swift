internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// A signature on a statement that somebody brings, with all that decides about it besides the version's life and the terms.
///
/// Pure: it is asked before anything is written, which spares the writer what does not count anyway; and it is asked again in
/// the transaction that writes, where the version's life is another one by then. What it says there decides.
struct SignatureIntake: Sendable {
    /// What is signed, which says ``content``.
    let statement: [UInt8]
    let content: ApprovalStatement
    /// As it came, armoured.
    let signature: String
    let caller: Caller
    /// What starts the script now, under the statement's profiles; looked at for a new statement only.
    let closures: [RuntimeClosure]
    /// How a statement names who proposed a version.
    let author: @Sendable (VersionRecord) -> ApprovalStatement.Author

    /// Checks the signature by the rules.
    ///
    /// - Returns: The statement as it is kept, with the signatures that it has already, and the one that is new.
    func records(_ life: VersionLife, _ terms: AdmissionTerms) throws(ServiceError)
        -> (statement: StatementRecord, signature: SignatureRecord)
    {
        try LifecycleRule.checkSigning(
            of: content,
            bytes: statement,
            life,
            by: caller,
            author: author,
            closures: closures,
            terms
        )
        let record = record(in: life)
        let new = try NewSignature(signature, on: record, saying: content, terms)
        try LifecycleRule.checkSigner(new, on: content, life, author: author, terms)
        let kept = SignatureRecord(
            armour: new.armour,
            key: new.fingerprint,
            principal: new.principal,
            by: caller.identity,
            createdAt: terms.now
        )
        return (record, kept)
    }

    /// Why the signature is not taken; `nil` when it is.
    func objection(_ life: VersionLife, _ terms: AdmissionTerms) -> ServiceError? {
        do throws(ServiceError) {
            _ = try records(life, terms)
            return nil
        } catch { return error }
    }

    /// The statement as it is kept, with the signatures that it has already.
    private func record(in life: VersionLife) -> StatementRecord {
        let known = life.statements.first { $0.id == content.id.text }
        return StatementRecord(
            id: content.id.text,
            name: content.name,
            digest: content.digest,
            decision: content.decision.rawValue,
            bytes: statement,
            sequence: known?.sequence ?? .max,
            signatures: known?.signatures ?? []
        )
    }
}
