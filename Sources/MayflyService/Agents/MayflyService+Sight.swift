internal import MayflyBundle
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyStore

/// Hides scripts from agents that may not run them: to such an agent they do not exist.
extension MayflyService {
    /// What is visible to a caller, by the agents in force.
    func sight(of caller: Caller) -> ScriptSight { ScriptSight(caller, agents.policy) }

    /// Whether a version is visible to a caller: the caller may run it, or has proposed it.
    func sees(_ version: VersionRecord, _ sight: ScriptSight) async throws(ServiceError) -> Bool {
        if sight.hasProposed(version) { return true }
        return try await mayRun(version, sight)
    }

    /// Whether the agent's rule lets a caller run a version, approved or not.
    ///
    /// A tag permits a version only if somebody has ever approved it under its name, even if that no longer holds: the tags of a version
    /// that nobody has approved are only its author's claim.
    func mayRun(_ version: VersionRecord, _ sight: ScriptSight) async throws(ServiceError) -> Bool {
        if sight.hasAll(of: version.name) { return true }
        guard sight.looksAtTags, sight.hasTagged(try await tags(of: version)) else { return false }
        let life = try await admission.life(of: version.digest).signed(as: version.name)
        return life.statements.contains { $0.decision == ApprovalStatement.Decision.approve.rawValue }
    }

    /// Whether a version is known and visible to a caller.
    func sees(_ name: ScriptName, _ digest: Digest, _ sight: ScriptSight) async throws(ServiceError) -> Bool {
        if sight.hasAll(of: name) { return true }
        let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest) }
        guard let version else { return false }
        return try await sees(version, sight)
    }

    /// The versions of a script that are visible to a caller, newest first.
    func versions(named name: ScriptName, _ sight: ScriptSight) async throws(ServiceError) -> [VersionRecord] {
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(named: name) }
        guard !sight.hasAll(of: name) else { return versions }
        var found: [VersionRecord] = []
        for version in versions where try await sees(version, sight) {
            found.append(version)
        }
        return found
    }

    /// An event of a version as the caller may see it; `nil` when the version is hidden from the caller.
    ///
    /// A revocation concerns bytes, whatever their names: it appears under a name by which the caller knows them.
    ///
    /// - Parameter script: Only events of this script; a revocation then appears under its name.
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

    /// A revocation under another name of the bytes than the recorded one; `nil` for other events.
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

    /// The tags in a version's own description; none if today's rules refuse it.
    func tags(of version: VersionRecord) async throws(ServiceError) -> [ScriptTag] {
        do throws(ServiceError) {
            return try await bundleDescription(of: version)?.tags ?? []
        } catch {
            guard case .invalidBundle = error else { throw error }
            return []
        }
    }
}
