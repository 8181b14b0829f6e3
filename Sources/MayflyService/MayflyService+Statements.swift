internal import MayflyBundle
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore
internal import WardenProtocol

extension MayflyService {
    /// A statement to sign: one with the same content that others have signed already, otherwise a new one.
    ///
    /// Nothing is stored: a statement exists from its first signature on.
    package func statement(_ request: StatementRequest, for caller: Caller) async throws(ServiceError)
        -> StatementDraft
    {
        guard caller.isApprover else { throw .forbidden("only approvers sign statements; ask one of them") }
        let version = try await knownVersion(request.name, request.digest, for: caller)
        let closures = try await closures(of: version, under: request.profiles)
        let lifetime = try lifetime(of: request)
        let life = try await admission.life(of: version.digest)
        if let revocation = life.revocation { throw .scriptRevoked(version.digest, reason: revocation.reason) }
        let named = life.signed(as: version.name)
        if named.isRejected { throw .scriptRejected(version.digest, reason: named.rejection?.text) }
        let terms = try admission.terms()
        if let open = LifecycleRule.openStatement(for: request, closures, life, terms) {
            return try draft(open, life, terms)
        }
        if let replaced = request.replaces, !life.statements.contains(where: { $0.id == replaced.text }) {
            throw .approvalNotFound(replaced.text)
        }
        try LifecycleRule.checkAuthors(of: life, author: Self.author, terms)
        let statement = newStatement(request, about: version, closures, lasting: lifetime, terms)
        let record = StatementRecord(
            id: statement.id.text,
            name: version.name,
            digest: version.digest,
            decision: request.decision.rawValue,
            bytes: statement.bytes,
            sequence: .max
        )
        return try draft(record, life, terms)
    }

    private func newStatement(
        _ request: StatementRequest,
        about version: VersionRecord,
        _ closures: [RuntimeClosure],
        lasting lifetime: Duration,
        _ terms: AdmissionTerms
    ) -> ApprovalStatement {
        ApprovalStatement(
            id: ApprovalID.new(),
            name: version.name,
            digest: version.digest,
            decision: request.decision,
            profiles: closures.map { ApprovedProfile($0) },
            author: Self.author(of: version),
            createdAt: terms.seconds,
            notBefore: terms.seconds,
            expires: terms.seconds + lifetime.wholeSeconds,
            comment: request.comment,
            replaces: request.replaces
        )
    }

    /// The author of a version, as statements name authors.
    static func author(of version: VersionRecord) -> ApprovalStatement.Author {
        let uid = version.author.uid
        return ApprovalStatement.Author(uid: uid, user: version.authorName ?? UserName.of(uid) ?? UserName.number(uid))
    }

    private func draft(_ record: StatementRecord, _ life: VersionLife, _ terms: AdmissionTerms)
        throws(ServiceError) -> StatementDraft
    {
        guard let detail = StatementRule.detail(record, of: life, author: Self.author, terms) else {
            throw .internal("a statement of this daemon cannot be read by it")
        }
        return StatementDraft(bytes: record.bytes, digest: BundleDigest.digest(of: record.bytes), approval: detail)
    }

    /// What starts a version now, under each of the profiles.
    ///
    /// - Throws: Any reason not to sign for one of the profiles, also that the version's own `mayfly.yaml` does not list it.
    func closures(of version: VersionRecord, under names: [ProfileName]) async throws(ServiceError)
        -> [RuntimeClosure]
    {
        guard !names.isEmpty else { throw .invalid(pointer: "?profiles", detail: "name at least one profile") }
        guard Set(names).count == names.count else {
            throw .invalid(pointer: "?profiles", detail: "a profile is named twice")
        }
        if let start = try await shownDescription(of: version)?.start {
            for name in names { try DescriptionRule.check(name, of: version.digest, start) }
        }
        guard let description = desk.description else { throw .notReady("the warden is not ready yet") }
        let runtime = version.runtime
        let known = description.closures[runtime] ?? []
        var closures: [RuntimeClosure] = []
        for name in names.sorted() {
            let profile = try profile(named: name)
            guard profile.runtimes[runtime] != nil else { throw .runtimeNotAllowed(runtime, name) }
            guard let closure = known.first(where: { $0.profile == name }) else {
                throw .statementRefused(
                    "the interpreter of \(runtime.rawValue) under profile \(name) is not on this host: install it first"
                )
            }
            closures.append(closure)
        }
        return closures
    }

    /// The lifetime in whole seconds.
    private func lifetime(of request: StatementRequest) throws(ServiceError) -> Duration {
        let isReview = request.decision == .review
        let longest = Duration.seconds(
            Int64(isReview ? ApprovalStatement.longestReview : ApprovalStatement.longestApproval)
        )
        let lifetime = request.lifetime ?? (isReview ? longest : configuration.approvalLifetime)
        guard lifetime >= .seconds(1) else { throw .invalid(pointer: "?expires", detail: "a second at least") }
        guard lifetime <= longest else {
            throw .invalid(
                pointer: "?expires",
                detail: isReview ? "a review holds one hour at most" : "an approval holds ten years at most"
            )
        }
        return .seconds(lifetime.components.seconds)
    }
}
