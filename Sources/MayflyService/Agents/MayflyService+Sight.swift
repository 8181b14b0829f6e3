internal import MayflyBundle
internal import MayflyCore
internal import MayflyStore

/// What is hidden from agents that may not run it: to them it is as if it did not exist.
extension MayflyService {
    /// What is there for a caller, by the agents in force.
    func sight(of caller: Caller) -> ScriptSight { ScriptSight(caller, agents.policy) }

    /// Whether a version is there for a caller.
    ///
    /// By a tag it is if it may run now: what nobody has approved says nothing about itself.
    func sees(_ version: VersionRecord, _ sight: ScriptSight) async throws(ServiceError) -> Bool {
        if sight.hasAll(of: version.name) || sight.hasProposed(version) { return true }
        guard sight.looksAtTags, sight.hasTagged(try await tags(of: version)) else { return false }
        let life = try await admission.life(of: version.digest).signed(as: version.name)
        return [.approved, .deprecated].contains(AdmissionRule.state(life, try admission.terms()))
    }

    /// Whether a version is known and there for a caller.
    func sees(_ name: ScriptName, _ digest: Digest, _ sight: ScriptSight) async throws(ServiceError) -> Bool {
        if sight.hasAll(of: name) { return true }
        let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest) }
        guard let version else { return false }
        return try await sees(version, sight)
    }

    /// The versions of a script that are there for a caller, newest first.
    func versions(named name: ScriptName, _ sight: ScriptSight) async throws(ServiceError) -> [VersionRecord] {
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(named: name) }
        guard !sight.hasAll(of: name) else { return versions }
        var found: [VersionRecord] = []
        for version in versions where try await sees(version, sight) {
            found.append(version)
        }
        return found
    }

    /// What happened to a version, as a caller is told it; `nil` when the version is not there for the caller.
    ///
    /// A revocation is about bytes, whatever they are called: it is told under a name that the caller knows them by.
    func told(_ event: VersionEvent, _ sight: ScriptSight) async throws(ServiceError) -> VersionEvent? {
        if try await sees(event.name, event.digest, sight) { return event }
        guard event.kind == .revoked else { return nil }
        let digest = event.digest
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(with: digest) }
        for version in versions where try await sees(version, sight) {
            var event = event
            event.name = version.name
            return event
        }
        return nil
    }

    /// The tags that a version gives itself; none where today's rules refuse its description.
    func tags(of version: VersionRecord) async throws(ServiceError) -> [ScriptTag] {
        do throws(ServiceError) {
            return try await bundleDescription(of: version)?.tags ?? []
        } catch {
            guard case .invalidBundle = error else { throw error }
            return []
        }
    }
}
