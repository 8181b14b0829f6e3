internal import MayflyBundle
internal import MayflyCore
internal import MayflyStore
internal import WardenProtocol

extension MayflyService {
    /// Finds the one digest that a request means.
    ///
    /// What an agent may not run is the same as nothing, and is answered by the agent's rule, also where the agent has
    /// proposed it itself: nothing is said of approvals before.
    func resolve(_ subject: SubmitRequest.Subject, under profile: Profile, for caller: Caller)
        async throws(ServiceError) -> SubmitSubject
    {
        let sight = sight(of: caller)
        switch subject {
        case .code(let bytes, let runtime):
            let file = FileContent(path: EntryPoint.name(for: runtime), bytes: bytes)
            let digest = BundleDigest.manifest(of: [file]).digest
            if let version = try await version(with: digest, sight) {
                return try await described(version, name: nil, under: profile.name, sight)
            }
            if let refusal = sight.refusal(of: nil, under: profile.name) { throw refusal }
            throw .scriptNotApproved(digest, name: nil, profile.name, required: profile.approvals.required)
        case .reference(.digest(let digest)):
            if let version = try await version(with: digest, sight) {
                return try await described(version, name: nil, under: profile.name, sight)
            }
            if let refusal = sight.refusal(of: nil, under: profile.name) { throw refusal }
            throw .scriptNotFound(digest.description)
        case .reference(.version(let name, let digest)):
            let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest)
            }
            if let version, try await sees(version, sight) {
                return try await described(version, name: name, under: profile.name, sight)
            }
            if let refusal = sight.refusal(of: name, under: profile.name) { throw refusal }
            throw try await missing(name, digest, sight)
        case .reference(.name(let name)):
            return try await resolve(name, under: profile.name, sight)
        }
    }

    /// What a name means; while it means nothing the newest version, which admission will then refuse by its rule.
    ///
    /// What the caller has proposed and may not run is not looked at: the answer would tell whether the name means something.
    private func resolve(_ name: ScriptName, under profile: ProfileName, _ sight: ScriptSight)
        async throws(ServiceError) -> SubmitSubject
    {
        let current = try await current(of: name)
        if let current, try await mayRun(current, sight) {
            return try await described(current, name: name, under: profile, sight)
        }
        guard current == nil, let newest = try await newest(named: name, sight) else {
            if let refusal = sight.refusal(of: name, under: profile) { throw refusal }
            throw .scriptNotFound(name.text)
        }
        let terms = try admission.terms()
        if AdmissionRule.state(try await admission.life(of: newest.digest).signed(as: name), terms) == .deprecated {
            throw .scriptDeprecated(newest.digest, name)
        }
        return try await described(newest, name: name, under: profile, sight)
    }

    /// The newest version of a script that the caller may run, as far as the agent's rule goes.
    private func newest(named name: ScriptName, _ sight: ScriptSight) async throws(ServiceError) -> VersionRecord? {
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(named: name) }
        for version in versions where try await mayRun(version, sight) {
            return version
        }
        return nil
    }

    /// The version that a name means now: of its approved ones the one whose statement is newest; `nil` when none is.
    ///
    /// Only statements that count now decide. It is the same under every profile, and approved for one at least; whether
    /// it may run under that of a request is another question.
    func current(of name: ScriptName) async throws(ServiceError) -> VersionRecord? {
        let digests = try await storing { () async throws(StoreError) in
            try await self.store.signedDigests(named: name)
        }
        guard !digests.isEmpty else { return nil }
        let terms = try admission.terms()
        var best: (digest: Digest, place: Int64)?
        for digest in digests {
            let life = try await admission.life(of: digest).signed(as: name)
            let place = AdmissionRule.place(of: life, terms) ?? 0
            if place > best?.place ?? 0 { best = (digest, place) }
            // They come by their newest statements, whatever these are worth: none of the rest has a newer one.
            if let best, best.place >= life.statements.first?.sequence ?? 0 { break }
        }
        guard let digest = best?.digest else { return nil }
        return try await storing { () async throws(StoreError) in try await self.store.version(name, digest) }
    }

    /// A version as it is run; throws the agent's rule where that forbids it.
    private func described(
        _ version: VersionRecord,
        name: ScriptName?,
        under profile: ProfileName,
        _ sight: ScriptSight
    ) async throws(ServiceError) -> SubmitSubject {
        let description = try await bundleDescription(of: version)
        if let refusal = sight.refusal(of: name, tagged: description?.tags ?? [], under: profile) { throw refusal }
        return SubmitSubject(
            digest: version.digest,
            name: name,
            runtime: version.runtime,
            description: description
        )
    }

    /// The oldest version with some bytes that is there for the caller, whatever it is called.
    private func version(with digest: Digest, _ sight: ScriptSight) async throws(ServiceError) -> VersionRecord? {
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }
        for version in versions where try await sees(version, sight) {
            return version
        }
        return nil
    }

    /// The profile that a request names, or the one every request gets that names none.
    func profile(named name: ProfileName?) throws(ServiceError) -> Profile {
        guard let description = desk.description else { throw .notReady("the warden is not ready yet") }
        let wanted = name?.text ?? "standard"
        guard let profile = description.profiles.first(where: { $0.name.text == wanted }) else {
            throw .profileNotFound(wanted)
        }
        return profile
    }
}
