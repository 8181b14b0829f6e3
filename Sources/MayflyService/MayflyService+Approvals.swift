internal import Logging
internal import MayflyAudit
package import MayflyCore
internal import MayflyEvidence
internal import MayflyStore
internal import WardenProtocol

extension MayflyService {
    /// The most statements of one answer.
    private static let mostApprovals = 500

    /// Accepts a signature on a statement, if it counts.
    ///
    /// The caller must be an approver and, unless self-approval is switched on, no author of the bytes; who signed follows from the key
    /// alone. A signature that is not accepted is recorded as refused.
    package func approve(_ statement: [UInt8], signature: String, by caller: Caller) async throws(ServiceError)
        -> ApprovalDetail
    {
        // The log has who was trusted when the signature came, however short that was.
        await noteTrust()
        let record: StatementRecord
        do throws(ServiceError) {
            record = try await take(signature, on: statement, by: caller)
        } catch {
            await recordRefusal(of: try? ApprovalStatement(statement), error, caller)
            throw error
        }
        return try await approval(record.id, for: caller)
    }

    /// Keeps a signature that counts, with its record; returns the statement as it is then.
    private func take(_ signature: String, on statement: [UInt8], by caller: Caller) async throws(ServiceError)
        -> StatementRecord
    {
        guard caller.isApprover else { throw .forbidden("only approvers may approve; ask one of them") }
        let content = try Self.parse(statement)
        let life = try await admission.life(of: content.digest)
        let terms = try admission.terms()
        let closures = try await closures(of: content, life)
        let intake = SignatureIntake(
            statement: statement,
            content: content,
            signature: signature,
            caller: caller,
            closures: closures,
            author: Self.author
        )
        let (wanted, kept) = try intake.records(life, terms)
        // The log must name the trust files before the signature that counts by them; otherwise the signature is not accepted.
        if let error = await writeTrust() { throw ServiceError(error) }
        let record = try Self.kept(try await keep(kept, on: wanted, intake, life, terms), content, life)
        logger.notice(
            "statement signed",
            metadata: [
                "approval": "\(record.id)", "digest": "\(record.digest)", "signer": "\(kept.principal)",
                "key": "\(kept.key)", "by": "\(caller.text)",
            ]
        )
        return record
    }

    /// Keeps a signature that the rules accepted for `life`, unless the version has changed since and the rules now refuse it.
    private func keep(
        _ signature: SignatureRecord,
        on statement: StatementRecord,
        _ intake: SignatureIntake,
        _ life: VersionLife,
        _ terms: AdmissionTerms
    ) async throws(ServiceError) -> Store.Signing {
        let clock = admission.clock
        let result = try await storing { () async throws(StoreError) in
            try await self.store.add(
                signature,
                to: statement,
                leaf: { .approved(Self.fact(of: intake.content, $0, $1, by: intake.caller.uid, terms)) },
                unless: { now -> ServiceError? in
                    guard now != life else { return nil }
                    var terms = terms
                    terms.now = clock()
                    return intake.objection(now, terms)
                }
            )
        }
        return try result.get()
    }

    /// The log's record of a statement with the signature that `uid` has just submitted.
    private static func fact(
        of content: ApprovalStatement,
        _ record: StatementRecord,
        _ life: VersionLife,
        by uid: UInt32,
        _ terms: AdmissionTerms
    ) -> ApprovalFact {
        ApprovalFact(
            id: content.id.text,
            decision: content.decision.rawValue,
            script: content.name,
            digest: content.digest,
            profiles: content.profiles.map(\.name),
            statement: BundleDigest.digest(of: record.bytes),
            signers: record.signatures.map(\.principal),
            by: uid,
            expires: Timestamp(seconds: content.expires),
            isSelfApproval: StatementRule.isSelfApproval(record, saying: content, life, author: Self.author, terms),
            signature: record.signatures.last.map { BundleDigest.digest(of: Array($0.armour.utf8)) }
        )
    }

    private static func parse(_ bytes: [UInt8]) throws(ServiceError) -> ApprovalStatement {
        do throws(StatementError) {
            return try ApprovalStatement(bytes)
        } catch {
            throw .statementRefused("\(error)")
        }
    }

    /// What starts a statement's script now; empty if the version is not known, which another rule refuses.
    private func closures(of content: ApprovalStatement, _ life: VersionLife) async throws(ServiceError)
        -> [RuntimeClosure]
    {
        guard !life.statements.contains(where: { $0.id == content.id.text }),
            let version = life.versions.first(where: { $0.name == content.name })
        else { return [] }
        return try await closures(of: version, under: content.profiles.map(\.name))
    }

    /// Maps the store's answer about a signature.
    private static func kept(_ signing: Store.Signing, _ content: ApprovalStatement, _ life: VersionLife)
        throws(ServiceError) -> StatementRecord
    {
        switch signing {
        case .kept(let record): return record
        case .otherStatement: throw .statementRefused("another statement has the identifier \(content.id)")
        case .rejected: throw .scriptRejected(content.digest, reason: life.rejections[content.name]?.text ?? "just now")
        case .revoked: throw .scriptRevoked(content.digest, reason: life.revocation?.reason ?? "just now")
        case .tooMany(let count): throw .statementRefused("there are \(count) already, and no more are taken")
        }
    }

    /// One statement with its signatures.
    package func approval(_ id: String, for caller: Caller) async throws(ServiceError) -> ApprovalDetail {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let record = try await storing { () async throws(StoreError) in try await self.store.statement(id) }
        guard let record, try await sees(record.name, record.digest, sight(of: caller)) else {
            throw .approvalNotFound(id)
        }
        let life = try await admission.life(of: record.digest)
        let terms = try admission.terms()
        guard let detail = StatementRule.detail(record, of: life, author: Self.author, terms) else {
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
        let (terms, sight) = (try admission.terms(), sight(of: caller))
        var (details, last): ([ApprovalDetail], Int64) = ([], .max)
        while true {
            let records = try await storing { [last] () async throws(StoreError) in
                try await self.store.statements(named: name, of: digest, before: last, limit: Self.mostApprovals)
            }
            let most = Self.mostApprovals - details.count
            details += try await self.details(of: records, in: state, atMost: most, terms, sight)
            guard details.count < Self.mostApprovals, records.count == Self.mostApprovals, let end = records.last else {
                return details
            }
            last = end.sequence
        }
    }

    /// The statements of `records` in one state, about versions that are visible to the caller, in their order.
    private func details(
        of records: [StatementRecord],
        in state: ApprovalState?,
        atMost most: Int,
        _ terms: AdmissionTerms,
        _ sight: ScriptSight
    ) async throws(ServiceError) -> [ApprovalDetail] {
        var lives: [Digest: VersionLife] = [:]
        var details: [ApprovalDetail] = []
        for record in records where details.count < most {
            guard try await sees(record.name, record.digest, sight) else { continue }
            let life =
                if let known = lives[record.digest] { known } else { try await admission.life(of: record.digest) }
            lives[record.digest] = life
            guard state == nil || StatementRule.state(record, of: life, terms) == state,
                let detail = StatementRule.detail(record, of: life, author: Self.author, terms)
            else { continue }
            details.append(detail)
        }
        return details
    }

    /// Whose signatures count now, and the files that say so.
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
