internal import Logging
internal import MayflyAgents
internal import MayflyAudit
internal import MayflyBundle
package import MayflyCore
package import MayflyStore

extension MayflyService {
    /// Takes a version of a script into the registry; runs nothing.
    ///
    /// The same bytes under the same name are the same version.
    package func propose(
        _ name: ScriptName,
        files: [FileContent],
        provenance: Provenance? = nil,
        by caller: Caller
    ) async throws(ServiceError) -> VersionDetail {
        guard !caller.roles.isEmpty else {
            throw .forbidden("only agents, approvers and operators may propose scripts")
        }
        guard !files.isEmpty else { throw .invalid(pointer: "/files", detail: "a script has at least one file") }
        try RequestRule.checkFiles(files.map { ($0.path, $0.bytes.count) }, pointer: "/files")
        let version = try Self.version(of: name, files, provenance, by: caller)
        let quota = configuration.proposalQuota
        let stored = try await storing { () async throws(StoreError) in
            try await self.store.check(version, quota: quota)
            try await self.store.put(files.map(\.bytes))
            let leaf = AuditEvent.proposed(script: name, digest: version.digest, by: caller.uid)
            return try await self.store.add(version, quota: quota, leaves: [leaf])
        }
        logger.notice(
            "version proposed",
            metadata: ["script": "\(name)", "digest": "\(version.digest)", "by": "\(caller.text)"]
        )
        return try await describedDetail(of: stored)
    }

    /// The record of a version that has not been there, by the rules of bundles.
    private static func version(
        of name: ScriptName,
        _ files: [FileContent],
        _ provenance: Provenance?,
        by caller: Caller
    ) throws(ServiceError) -> VersionRecord {
        let description = try BundleRule.description(of: files)
        let start = if let description { description.start } else { try startByName(of: files) }
        let (records, digest) = BundleDigest.manifest(of: files)
        return VersionRecord(
            name: name,
            digest: digest,
            runtime: start.runtime,
            entry: start.entry,
            files: records,
            author: caller.identity,
            authorName: UserName.of(caller.uid),
            createdAt: .now,
            provenance: provenance,
            description: files.first { $0.path.hasBytes(of: BundleFile.name) }.map {
                String(decoding: $0.bytes, as: UTF8.self)
            }
        )
    }

    /// How a bundle without a description is started.
    private static func startByName(of files: [FileContent]) throws(ServiceError) -> StartDescription {
        let entry = try entryPoint(of: files)
        return StartDescription(
            entry: entry.path,
            runtime: entry.runtime,
            environment: [],
            profiles: [],
            executables: []
        )
    }

    private static func entryPoint(of files: [FileContent]) throws(ServiceError) -> EntryPoint {
        let names = EntryPoint.names.map(\.path).joined(separator: ", ")
        do throws(EntryPoint.Failure) {
            return try EntryPoint(in: files.map(\.path))
        } catch {
            switch error {
            case .none:
                throw .invalid(
                    pointer: "/files",
                    detail:
                        "no entry point: one file at the root must be called \(names), or \(BundleFile.name) name another"
                )
            case .several(let found):
                throw .invalid(
                    pointer: "/files",
                    detail:
                        "several entry points: \(found.joined(separator: ", ")); exactly one of \(names) may be there"
                )
            }
        }
    }

    /// Scripts by name, each with its newest version; of an agent, those that it may run, and of what it may run by a tag the
    /// version that it would run: what nobody has approved decides nothing.
    ///
    /// - Parameters:
    ///   - name: Only those after it.
    ///   - limit: The most of one page.
    package func scripts(
        after name: ScriptName? = nil,
        limit: Int = PageSize.most,
        for caller: Caller
    ) async throws(ServiceError) -> ScriptPage {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let limit = PageSize.allowed(limit)
        let agent =
            caller.isApprover || caller.isAuditor ? nil : caller.agent.flatMap { agents.policy?.agent(named: $0) }
        var (found, name): ([ScriptSummary], ScriptName?) = ([], name)
        // One more than is asked for says whether there is another page.
        while found.count <= limit {
            let scripts = try await storing { [name] () async throws(StoreError) in
                try await self.store.scripts(after: name, limit: PageSize.read)
            }
            for script in scripts where found.count <= limit {
                guard let version = try await shown(script.latest, to: agent) else { continue }
                found.append(ScriptSummary(latest: try await detail(of: version), versions: script.count))
            }
            guard scripts.count == PageSize.read, let last = scripts.last else { break }
            name = last.latest.name
        }
        let next = found.count > limit ? found[limit - 1].latest.version.name : nil
        return ScriptPage(items: Array(found.prefix(limit)), next: next)
    }

    /// The version by which a script is shown, `nil` where it is not; whoever is no agent sees the newest of all.
    private func shown(_ newest: VersionRecord, to agent: Agent?) async throws(ServiceError) -> VersionRecord? {
        guard let agent, !agent.mayRun(newest.name, tagged: []) else { return newest }
        guard !agent.tags.isEmpty else { return nil }
        let name = newest.name
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(named: name) }
        guard let approved = try await approved(of: versions, named: name) else { return nil }
        let tags = try await describedDetail(of: approved).description?.tags ?? []
        return agent.mayRun(name, tagged: tags) ? approved : nil
    }

    /// One script with all its versions.
    package func script(_ name: ScriptName, for caller: Caller) async throws(ServiceError) -> ScriptDetail {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let versions = try await storing { () async throws(StoreError) in try await self.store.versions(named: name) }
        guard !versions.isEmpty else { throw .scriptNotFound(name.text) }
        return try await detail(of: versions)
    }

    private func detail(of versions: [VersionRecord]) async throws(ServiceError) -> ScriptDetail {
        var details: [VersionDetail] = []
        for version in versions { details.append(try await describedDetail(of: version)) }
        return ScriptDetail(name: versions[0].name, versions: details)
    }

    /// A version with what its `mayfly.yaml` says.
    ///
    /// One that today's rules refuse is still shown, without it.
    func describedDetail(of version: VersionRecord) async throws(ServiceError) -> VersionDetail {
        var detail = try await detail(of: version)
        do throws(ServiceError) {
            detail.description = try await bundleDescription(of: version)
        } catch {
            guard case .invalidBundle = error else { throw error }
        }
        return detail
    }
}
