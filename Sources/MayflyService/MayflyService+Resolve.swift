internal import MayflyCore
internal import MayflyStore
internal import WardenProtocol

extension MayflyService {
    /// Finds the one digest that a request means.
    func resolve(_ subject: SubmitRequest.Subject, under profile: Profile) async throws(ServiceError) -> SubmitSubject {
        switch subject {
        case .code(let bytes, let runtime):
            let file = FileContent(path: EntryPoint.name(for: runtime), bytes: bytes)
            let digest = BundleDigest.manifest(of: [file]).digest
            guard let version = try await version(with: digest) else {
                let required = profile.approvals.required
                throw .scriptNotApproved(digest, name: nil, profile.name, required: required)
            }
            return try await described(version, name: nil)
        case .reference(.digest(let digest)):
            guard let version = try await version(with: digest) else { throw .scriptNotFound(digest.description) }
            return try await described(version, name: nil)
        case .reference(.version(let name, let digest)):
            let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest)
            }
            guard let version else { throw try await missing(name, digest) }
            return try await described(version, name: name)
        case .reference(.name(let name)):
            return try await resolve(name)
        }
    }

    /// The version of a name whose approval was begun last; without one the newest, which admission will then refuse by its
    /// rule.
    private func resolve(_ name: ScriptName) async throws(ServiceError) -> SubmitSubject {
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(named: name) }
        guard let newest = versions.first else { throw .scriptNotFound(name.text) }
        if let version = try await approved(of: versions, named: name) {
            return try await described(version, name: name)
        }
        let terms = try admission.terms()
        if AdmissionRule.state(try await admission.life(of: newest.digest).signed(as: name), terms) == .deprecated {
            throw .scriptDeprecated(newest.digest, name)
        }
        return try await described(newest, name: name)
    }

    /// Of the versions of a name the one whose approval was begun last; `nil` when none is approved.
    func approved(of versions: [VersionRecord], named name: ScriptName) async throws(ServiceError) -> VersionRecord? {
        let digests = try await storing { () async throws(StoreError) in
            try await self.store.signedDigests(named: name)
        }
        let terms = try admission.terms()
        for digest in digests {
            guard let version = versions.first(where: { $0.digest == digest }),
                AdmissionRule.state(try await admission.life(of: digest).signed(as: name), terms) == .approved
            else { continue }
            return version
        }
        return nil
    }

    private func described(_ version: VersionRecord, name: ScriptName?) async throws(ServiceError) -> SubmitSubject {
        SubmitSubject(
            digest: version.digest,
            name: name,
            runtime: version.runtime,
            description: try await bundleDescription(of: version)
        )
    }

    private func version(with digest: Digest) async throws(ServiceError) -> VersionRecord? {
        try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }.first
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
