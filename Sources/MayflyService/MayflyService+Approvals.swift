internal import Logging
package import MayflyCore
internal import MayflyEvidence
internal import MayflyStore
internal import WardenProtocol

extension MayflyService {
    /// The most statements of one answer.
    private static let mostApprovals = 500

    /// Takes a signature on a statement, if it counts for anything.
    ///
    /// Who brings it must be an approver and, unless self-approval is switched on, no author of the bytes; who signed it is
    /// told by the key alone.
    package func approve(_ statement: [UInt8], signature: String, by caller: Caller) async throws(ServiceError)
        -> ApprovalDetail
    {
        guard caller.isApprover else { throw .forbidden("only approvers may approve; ask one of them") }
        let content = try Self.parse(statement)
        let life = try await admission.life(of: content.digest)
        try check(content, of: life, by: caller)
        let terms = try admission.terms()
        let known = life.statements.first { $0.id == content.id.text }
        if known == nil { try checkNew(content, life, terms) }
        var record = StatementRecord(
            id: content.id.text,
            name: content.name,
            digest: content.digest,
            decision: content.decision.rawValue,
            bytes: statement,
            sequence: known?.sequence ?? .max,
            signatures: known?.signatures ?? []
        )
        let new = try NewSignature(signature, on: record, saying: content, terms)
        try checkPrincipal(new.principal, life)
        let kept = SignatureRecord(
            armour: new.armour,
            key: new.fingerprint,
            principal: new.principal,
            by: caller.identity,
            createdAt: terms.now
        )
        let wanted = record
        let signing = try await storing { () async throws(StoreError) in try await self.store.add(kept, to: wanted) }
        record = try Self.kept(signing, content, life)
        logger.notice(
            "statement signed",
            metadata: [
                "approval": "\(record.id)", "digest": "\(record.digest)", "signer": "\(new.principal)",
                "key": "\(new.fingerprint)", "by": "\(caller.text)",
            ]
        )
        return try await approval(record.id, for: caller)
    }

    private static func parse(_ bytes: [UInt8]) throws(ServiceError) -> ApprovalStatement {
        do throws(StatementError) {
            return try ApprovalStatement(bytes)
        } catch {
            throw .statementRefused("\(error)")
        }
    }

    /// Checks what a statement says about its version, and who brings it.
    private func check(_ content: ApprovalStatement, of life: VersionLife, by caller: Caller) throws(ServiceError) {
        guard let version = life.versions.first(where: { $0.name == content.name }) else {
            throw .scriptNotFound("\(content.name)@\(content.digest)")
        }
        if let revocation = life.revocation { throw .scriptRevoked(content.digest, reason: revocation.reason) }
        guard Self.author(of: version) == content.author else {
            throw .statementRefused("its author is not the one who proposed the version; fetch a new statement")
        }
        guard configuration.allowsSelfApproval || !life.versions.contains(where: { $0.author.uid == caller.uid }) else {
            throw .selfApproval(content.digest)
        }
    }

    /// Refuses the signature of whoever proposed the same bytes under another name.
    private func checkPrincipal(_ principal: String, _ life: VersionLife) throws(ServiceError) {
        guard !configuration.allowsSelfApproval else { return }
        let names = [principal, String(principal.prefix { $0 != "@" })].map { $0.lowercased() }
        for version in life.versions where names.contains(Self.author(of: version).user.lowercased()) {
            throw .signatureRefused("\(principal) has proposed the same bytes as \(version.name)")
        }
    }

    /// Checks a statement that nobody has signed before: it has to be true now.
    private func checkNew(_ content: ApprovalStatement, _ life: VersionLife, _ terms: AdmissionTerms)
        throws(ServiceError)
    {
        if life.isRejected { throw .scriptRejected(content.digest) }
        guard content.createdAt <= terms.seconds + 60 else {
            throw .statementRefused("it was created in the future")
        }
        guard terms.seconds < content.expires else {
            throw .approvalExpired(content.digest, at: Timestamp(seconds: content.expires))
        }
        guard content.expires - content.createdAt <= UInt64(Self.longestApproval.components.seconds) else {
            throw .statementRefused("an approval holds ten years at most")
        }
        guard let version = life.versions.first(where: { $0.name == content.name }) else { return }
        let profiles = content.profiles.map(\.name)
        for closure in try closures(of: version.runtime, under: profiles)
        where !content.profiles.contains(ApprovedProfile(closure)) {
            throw .approvalRefused(
                content.digest,
                name: content.name,
                closure.profile,
                rule: "runtime_changed",
                detail: "the statement names another interpreter or profile than is in force; fetch a new statement"
            )
        }
    }

    /// What became of a signature in the store.
    private static func kept(_ signing: Store.Signing, _ content: ApprovalStatement, _ life: VersionLife)
        throws(ServiceError) -> StatementRecord
    {
        switch signing {
        case .kept(let record): return record
        case .otherStatement: throw .statementRefused("another statement has the identifier \(content.id)")
        case .rejected: throw .scriptRejected(content.digest)
        case .revoked: throw .scriptRevoked(content.digest, reason: life.revocation?.reason ?? "just now")
        case .tooMany(let count): throw .statementRefused("there are \(count) already, and no more are taken")
        }
    }

    /// One statement with its signatures.
    package func approval(_ id: String, for caller: Caller) async throws(ServiceError) -> ApprovalDetail {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let record = try await storing { () async throws(StoreError) in try await self.store.statement(id) }
        guard let record else { throw .approvalNotFound(id) }
        let life = try await admission.life(of: record.digest)
        guard let detail = StatementRule.detail(record, of: life, try admission.terms()) else {
            throw .storage("the stored statement \(record.id) cannot be read")
        }
        return detail
    }

    /// Statements with their signatures, newest first.
    package func approvals(
        named name: ScriptName?,
        of digest: Digest?,
        in state: ApprovalState?,
        for caller: Caller
    ) async throws(ServiceError) -> [ApprovalDetail] {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let records = try await storing { () async throws(StoreError) in
            try await self.store.statements(named: name, of: digest, limit: Self.mostApprovals)
        }
        let terms = try admission.terms()
        var lives: [Digest: VersionLife] = [:]
        var details: [ApprovalDetail] = []
        for record in records {
            let life = if let known = lives[record.digest] { known } else { try await admission.life(of: record.digest) }
            lives[record.digest] = life
            guard let detail = StatementRule.detail(record, of: life, terms) else { continue }
            if state == nil || detail.state == state { details.append(detail) }
        }
        return details
    }

    /// Whose signatures count now.
    package func trust(for caller: Caller) throws(ServiceError) -> TrustReport {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let trust = try admission.trust.current()
        return TrustReport(
            signers: trust.files.signers.signers,
            revokedKeys: trust.files.revoked.count,
            directory: configuration.trustDirectory,
            signersDigest: trust.digests.signers,
            revokedDigest: trust.digests.revoked,
            wardenDigest: desk.description?.trust,
            allowsSelfApproval: configuration.allowsSelfApproval
        )
    }
}
