package import MayflyCore
package import MayflyEvidence
package import MayflyStore

/// Decides who may do what to a version, in which state of its life.
///
/// Pure: the daemon's records and the trust files are parameters.
package enum LifecycleRule {
    /// Checks that a caller may add a signature to a statement about a version.
    ///
    /// - Parameters:
    ///   - bytes: The signed bytes, which parse to `content`.
    ///   - author: How a statement names the author of a version.
    ///   - closures: What starts the script now under the statement's profiles; used only for a new statement.
    package static func checkSigning(
        of content: ApprovalStatement,
        bytes: [UInt8],
        _ life: VersionLife,
        by caller: Caller,
        author: (VersionRecord) -> ApprovalStatement.Author,
        closures: [RuntimeClosure],
        _ terms: AdmissionTerms
    ) throws(ServiceError) {
        guard caller.isApprover else { throw .forbidden("only approvers may approve; ask one of them") }
        guard let version = life.versions.first(where: { $0.name == content.name }) else {
            throw .scriptNotFound("\(content.name)@\(content.digest)")
        }
        if let revocation = life.revocation { throw .scriptRevoked(content.digest, reason: revocation.reason) }
        guard author(version) == content.author else {
            throw .statementRefused("its author is not the one who proposed the version; fetch a new statement")
        }
        guard terms.allowsSelfApproval || !life.versions.contains(where: { $0.author.uid == caller.uid }) else {
            throw .selfApproval(content.digest)
        }
        let isKnown = life.statements.contains { $0.id == content.id.text }
        guard !isKnown else { return }
        try checkSpelling(of: content, bytes)
        try checkNew(content, life, closures, terms)
    }

    /// Checks that a new statement has exactly the spelling in which the daemon writes it.
    ///
    /// Without Mayfly, a person checks a copy by searching it for its subject as text. A statement that was signed in another spelling
    /// by an earlier rule still counts.
    private static func checkSpelling(of content: ApprovalStatement, _ bytes: [UInt8]) throws(ServiceError) {
        guard bytes == content.bytes else {
            throw .statementRefused(
                "its bytes are not as they are written here, with other spaces, escapes or another order; sign exactly those "
                    + "that 'mayfly review statement', or GET …/statement, gave"
            )
        }
    }

    /// Checks a statement that nobody has signed before: what it says must be true now.
    private static func checkNew(
        _ content: ApprovalStatement,
        _ life: VersionLife,
        _ closures: [RuntimeClosure],
        _ terms: AdmissionTerms
    ) throws(ServiceError) {
        let named = life.signed(as: content.name)
        if named.isRejected { throw .scriptRejected(content.digest, reason: named.rejection?.text) }
        try checkAge(of: content, life, terms)
        guard content.createdAt <= terms.seconds + clockTolerance else {
            throw .statementRefused("it was created in the future")
        }
        guard terms.seconds < content.expires else {
            throw .approvalExpired(
                content.digest,
                name: content.name,
                content.profiles.map(\.name),
                at: Timestamp(seconds: content.expires)
            )
        }
        for closure in closures where !content.profiles.contains(ApprovedProfile(closure)) {
            throw .runtimeChanged(
                content.digest,
                name: content.name,
                closure.profile,
                detail: "the statement names another interpreter or profile than is in force; fetch a new statement",
                approval: nil
            )
        }
    }

    /// Checks that a new statement was not drawn up before the version was rejected.
    ///
    /// Its signer had not heard the reviewer's objection, so that a version which is proposed again needs a new statement. Statements
    /// have whole seconds, so one from the very second of the rejection is accepted. If the clock was set back since the rejection,
    /// nobody can tell which came first, and only the order of events decides.
    private static func checkAge(of content: ApprovalStatement, _ life: VersionLife, _ terms: AdmissionTerms)
        throws(ServiceError)
    {
        guard let rejection = life.rejections[content.name].map({ UInt64(max(0, $0.createdAt.milliseconds / 1000)) }),
            content.createdAt < rejection, rejection <= terms.seconds + clockTolerance
        else { return }
        throw .statementRefused(
            "it was drawn up before the version was last rejected, and what was signed until then does not count; fetch "
                + "a new statement, and sign that"
        )
    }

    /// Checks that every author of the same bytes has a user name.
    ///
    /// If one author has none, nobody can tell which signatures are that author's: so no signature counts.
    static func checkAuthors(
        of life: VersionLife,
        author: (VersionRecord) -> ApprovalStatement.Author,
        _ terms: AdmissionTerms
    ) throws(ServiceError) {
        guard !terms.allowsSelfApproval else { return }
        for version in life.versions {
            let proposer = author(version)
            guard !proposer.isNamed else { continue }
            throw .statementRefused(
                "uid \(proposer.uid), who proposed these bytes as \(version.name), has no user name on this host, so "
                    + "that no signature on them would count; give that user a name, or have other bytes proposed"
            )
        }
    }

    /// Checks a signature by its key.
    ///
    /// Whoever has proposed the same bytes under another name cannot approve them either, and nobody can if one of these authors has no
    /// user name.
    static func checkSigner(
        _ new: NewSignature,
        on content: ApprovalStatement,
        _ life: VersionLife,
        author: (VersionRecord) -> ApprovalStatement.Author,
        _ terms: AdmissionTerms
    ) throws(ServiceError) {
        guard !terms.allowsSelfApproval, let profile = content.profiles.first else { return }
        try checkAuthors(of: life, author: author, terms)
        let rule = terms.rule(of: profile.name)
        for version in life.versions where rule.isKey(new.key, of: author(version)) {
            throw .signatureRefused("\(new.principal) has proposed the same bytes as \(version.name)")
        }
    }

    /// Checks that a caller may reject a version.
    package static func checkRejection(
        of life: VersionLife,
        as name: ScriptName,
        by caller: Caller,
        _ terms: AdmissionTerms
    ) throws(ServiceError) {
        guard caller.isApprover else { throw .forbidden("only approvers may reject; ask one of them") }
        if let revocation = life.revocation { throw .scriptRevoked(life.digest, reason: revocation.reason) }
        let state = AdmissionRule.state(life.signed(as: name), terms)
        switch state {
        case .proposed, .expired: return
        case .rejected:
            throw .wrongState(life.digest, state, name: name, detail: "it is rejected already")
        case .approved, .deprecated, .revoked:
            throw .wrongState(
                life.digest,
                state,
                name: name,
                detail: "deprecate it, or revoke it for good"
            )
        }
    }

    /// Checks that a caller may deprecate a version.
    package static func checkDeprecation(
        of life: VersionLife,
        as name: ScriptName,
        by caller: Caller,
        _ terms: AdmissionTerms
    ) throws(ServiceError) {
        guard caller.isApprover else { throw .forbidden("only approvers may deprecate; ask one of them") }
        if let revocation = life.revocation { throw .scriptRevoked(life.digest, reason: revocation.reason) }
        let state = AdmissionRule.state(life.signed(as: name), terms)
        guard state == .approved else {
            throw .wrongState(
                life.digest,
                state,
                name: name,
                detail: "only what is approved can be deprecated"
            )
        }
    }

    /// The statement that others have signed, that matches the request, and that still lacks signatures.
    package static func openStatement(
        for request: StatementRequest,
        _ closures: [RuntimeClosure],
        _ life: VersionLife,
        _ terms: AdmissionTerms
    ) -> StatementRecord? {
        guard request.decision == .approve else { return nil }
        return life.statements.first { record in
            guard record.name == request.name, record.decision == request.decision.rawValue, life.isOpen(record),
                let statement = try? ApprovalStatement(record.bytes),
                Set(statement.profiles) == Set(closures.map { ApprovedProfile($0) }),
                request.replaces == nil || request.replaces == statement.replaces,
                request.lifetime.map({ terms.seconds + $0.wholeSeconds >= statement.expires }) ?? true
            else { return false }
            return StatementRule.lacksSignatures(record, saying: statement, of: life, terms)
        }
    }

    /// How far ahead the clock that dated a statement may be; seconds.
    private static let clockTolerance: UInt64 = 60
}

extension Duration {
    /// Whole seconds; 0 for a negative duration.
    var wholeSeconds: UInt64 { UInt64(max(0, components.seconds)) }
}
