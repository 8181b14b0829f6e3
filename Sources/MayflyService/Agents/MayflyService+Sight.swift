internal import MayflyBundle
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// What is hidden from agents that may not run it: to them it is as if it did not exist.
extension MayflyService {
    /// What is there for a caller, by the agents in force.
    func sight(of caller: Caller) -> ScriptSight { ScriptSight(caller, agents.policy) }

    /// Whether a version is there for a caller: what the caller may run, and what the caller has proposed.
    func sees(_ version: VersionRecord, _ sight: ScriptSight) async throws(ServiceError) -> Bool {
        if sight.hasProposed(version) { return true }
        return try await mayRun(version, sight)
    }

    /// Whether the agent's rule lets a caller run a version; whether it is approved is another question.
    ///
    /// By a tag it does if somebody has ever approved the version under its name, also where that does not hold any more: what
    /// nobody has approved says nothing about itself.
    func mayRun(_ version: VersionRecord, _ sight: ScriptSight) async throws(ServiceError) -> Bool {
        if sight.hasAll(of: version.name) { return true }
        guard sight.looksAtTags, sight.hasTagged(try await tags(of: version)) else { return false }
        let life = try await admission.life(of: version.digest).signed(as: version.name)
        return life.statements.contains { $0.decision == ApprovalStatement.Decision.approve.rawValue }
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
    ///
    /// - Parameter script: Only what is about this script; a revocation is then told under its name.
    func told(_ event: VersionEvent, about script: ScriptName?, _ sight: ScriptSight) async throws(ServiceError)
        -> VersionEvent?
    {
        if let script, script != event.name { return try await told(event, as: script, sight) }
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

    /// A revocation under another name of the bytes than the one that it is written down under; `nil` for other events.
    private func told(_ event: VersionEvent, as name: ScriptName, _ sight: ScriptSight) async throws(ServiceError)
        -> VersionEvent?
    {
        guard event.kind == .revoked else { return nil }
        let digest = event.digest
        let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest) }
        guard let version, try await sees(version, sight) else { return nil }
        var event = event
        event.name = name
        return event
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
