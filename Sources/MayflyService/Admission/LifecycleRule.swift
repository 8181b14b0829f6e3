package import MayflyCore
package import MayflyEvidence
package import MayflyStore

/// Decides who may do what to a version, in which state of its life.
///
/// Pure: what the daemon stores and whom it trusts is given to it.
package enum LifecycleRule {
    /// Checks that a caller may bring a signature on a statement about a version.
    ///
    /// - Parameters:
    ///   - bytes: What is signed, which says `content`.
    ///   - author: How a statement names who proposed a version.
    ///   - closures: What starts the script now, under the statement's profiles; looked at for a new statement only.
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

    /// Checks that a new statement is written as the daemon writes it.
    ///
    /// Who checks a copy without Mayfly looks for its subject as text; one of older versions, which somebody has signed in another
    /// spelling, goes on counting.
    private static func checkSpelling(of content: ApprovalStatement, _ bytes: [UInt8]) throws(ServiceError) {
        guard bytes == content.bytes else {
            throw .statementRefused(
                "its bytes are not as they are written here, with other spaces, escapes or another order; sign exactly those "
                    + "that 'mayfly review statement', or GET …/statement, gave"
            )
        }
    }

    /// Checks a statement that nobody has signed before: it has to be true now.
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
    /// Whoever signed it then said so of what a reviewer has said no to since: proposed again, it is to be signed anew.
    /// Statements know whole seconds, so one of the very second of the rejection is taken. Where the clock was set back since
    /// the rejection, nobody can say which was first: then what the order of events says is all there is.
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
    /// Of one who has none, nobody can say which signature is theirs: so nobody's counts.
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

    /// Checks a signature by its key: who has proposed the same bytes under another name does not approve them either,
    /// and where one of these has no user name, nobody does.
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

    /// The statement that others have signed, that says what is asked for, and that still lacks signatures.
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

    /// How far a clock that drew up a statement may be ahead; seconds.
    private static let clockTolerance: UInt64 = 60
}

extension Duration {
    /// Whole seconds; 0 for what is negative.
    var wholeSeconds: UInt64 { UInt64(max(0, components.seconds)) }
}
