internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// A submitted signature on a statement, with everything that decides about it except the version's life and the terms.
///
/// Pure. Its rules run twice: before anything is written, so that a useless signature costs no write, and in the transaction that
/// writes, since the version's life may have changed by then. The second answer decides.
struct SignatureIntake: Sendable {
    /// The signed bytes, which parse to ``content``.
    let statement: [UInt8]
    let content: ApprovalStatement
    /// The armoured signature as it was submitted.
    let signature: String
    let caller: Caller
    /// What starts the script now under the statement's profiles; used only for a new statement.
    let closures: [RuntimeClosure]
    /// How a statement names the author of a version.
    let author: @Sendable (VersionRecord) -> ApprovalStatement.Author

    /// Checks the signature by the rules.
    ///
    /// - Returns: The statement as the store keeps it, with its earlier signatures, and the new signature.
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

    /// Why the signature is refused; `nil` when it is accepted.
    func objection(_ life: VersionLife, _ terms: AdmissionTerms) -> ServiceError? {
        do throws(ServiceError) {
            _ = try records(life, terms)
            return nil
        } catch { return error }
    }

    /// The statement as the store keeps it, with its earlier signatures.
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
