internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore
internal import WardenProtocol

/// Applies the pure rules to what the store, the trust files and the warden say at this moment.
struct AdmissionDesk: Sendable {
    let store: Store
    let trust: TrustDesk
    let warden: WardenDesk
    let allowsSelfApproval: Bool
    /// The current time, for the dates of statements and keys.
    let clock: @Sendable () -> Timestamp
    /// Every submission, start and list checks statements; with this memory each signature is computed once.
    let memory = SignatureMemory()

    init(
        store: Store,
        warden: WardenDesk,
        trust: TrustDesk,
        _ configuration: ServiceConfiguration,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.trust = trust
        self.warden = warden
        self.allowsSelfApproval = configuration.allowsSelfApproval
        self.clock = clock
    }

    /// What decisions depend on now, apart from the signatures.
    func terms() throws(ServiceError) -> AdmissionTerms {
        guard let known = warden.known else { throw .notReady("the warden is not ready yet") }
        let trust = try trust.current()
        return AdmissionTerms(
            trust: trust.files,
            trustDigest: trust.digest,
            policies: known.policies,
            closures: known.description.closures,
            allowsSelfApproval: allowsSelfApproval,
            now: clock(),
            memory: memory
        )
    }

    /// Decides whether bytes may run now.
    ///
    /// - Parameters:
    ///   - digest: The digest of the bytes.
    ///   - name: The name by which they were requested.
    ///   - profile: The profile under which they are to run.
    ///   - review: The statement of a reviewer who tries them.
    func admit(
        _ digest: Digest,
        named name: ScriptName?,
        under profile: ProfileName,
        review: String?
    ) async throws(ServiceError) -> Admission {
        let life = try await life(of: digest)
        let terms = try terms()
        if let review { return try AdmissionRule.admit(review: review, life.signed(as: name), under: profile, terms) }
        return try AdmissionRule.admit(life, named: name, under: profile, terms)
    }

    /// Everything that the store knows about a digest.
    func life(of digest: Digest) async throws(ServiceError) -> VersionLife {
        try await storing { () async throws(StoreError) in try await self.store.life(of: digest) }
    }
}
