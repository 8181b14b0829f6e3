internal import MayflyBundle
internal import MayflyCore
internal import MayflyStore
internal import WardenProtocol

extension MayflyService {
    /// Finds the one digest that a request refers to.
    ///
    /// What an agent may not run is treated as missing, and the agent's rule is the answer, even if the agent proposed it itself: the
    /// answer says nothing about approvals.
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

    /// The version that a name means; if it means none, the newest one, which admission will then refuse by its rule.
    ///
    /// Versions that the caller has proposed but may not run do not count: the answer would tell whether the name means a version.
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

    /// The newest version of a script that the agent's rule lets the caller run.
    private func newest(named name: ScriptName, _ sight: ScriptSight) async throws(ServiceError) -> VersionRecord? {
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(named: name) }
        for version in versions where try await mayRun(version, sight) {
            return version
        }
        return nil
    }

    /// The version that a name means now: the approved one whose statement is newest; `nil` when none is approved.
    ///
    /// Only statements that count now decide. The answer does not depend on a profile: the version is approved for at least one, but
    /// perhaps not for that of a request.
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
            // Digests come in the order of their newest statements, whether these count or not: no later one has a newer statement.
            if let best, best.place >= life.statements.first?.sequence ?? 0 { break }
        }
        guard let digest = best?.digest else { return nil }
        return try await storing { () async throws(StoreError) in try await self.store.version(name, digest) }
    }

    /// The subject for a version; throws if the agent's rule forbids it.
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

    /// The oldest version with the given bytes that is visible to the caller, under any name.
    private func version(with digest: Digest, _ sight: ScriptSight) async throws(ServiceError) -> VersionRecord? {
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }
        for version in versions where try await sees(version, sight) {
            return version
        }
        return nil
    }

    /// The profile that a request names, or the default profile if it names none.
    func profile(named name: ProfileName?) throws(ServiceError) -> Profile {
        guard let description = desk.description else { throw .notReady("the warden is not ready yet") }
        let wanted = name?.text ?? "standard"
        guard let profile = description.profiles.first(where: { $0.name.text == wanted }) else {
            throw .profileNotFound(wanted)
        }
        return profile
    }
}
