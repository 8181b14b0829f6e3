internal import Logging
internal import MayflyAudit
internal import MayflyBundle
package import MayflyCore
package import MayflyStore
internal import WardenProtocol

extension MayflyService {
    /// Adds a version of a script to the registry; runs nothing.
    ///
    /// The same bytes under the same name are the same version. A caller from whom that version is hidden gets the answer for a new one.
    package func propose(
        _ name: ScriptName,
        files: [FileContent],
        provenance: Provenance? = nil,
        by caller: Caller
    ) async throws(ServiceError) -> VersionDetail {
        guard caller.mayChange else {
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
        guard try await sees(stored, sight(of: caller)) else { return try await newDetail(of: version) }
        return try await describedDetail(of: stored)
    }

    /// The detail of a version as its first author gets it: without signatures.
    private func newDetail(of version: VersionRecord) async throws(ServiceError) -> VersionDetail {
        let revocation = try await admission.life(of: version.digest).revocation
        let description = try await bundleDescription(of: version)
        return VersionDetail(
            version: version,
            state: revocation == nil ? .proposed : .revoked,
            approvals: [],
            revocation: revocation,
            description: description,
            listedProfile: listedProfile(of: description)
        )
    }

    /// Makes the record of a new version, by the rules of bundles.
    private static func version(
        of name: ScriptName,
        _ files: [FileContent],
        _ provenance: Provenance?,
        by caller: Caller
    ) throws(ServiceError) -> VersionRecord {
        let description = try BundleRule.description(of: files)
        let start = if let description { description.start } else { try startByName(of: files) }
        try BundleRule.checkProgram(of: start, files)
        let (records, digest) = BundleDigest.manifest(of: files)
        return VersionRecord(
            name: name,
            digest: digest,
            runtime: start.runtime,
            entry: start.entry,
            files: records,
            author: caller.identity,
            authorName: UserName.of(caller.uid),
            agent: caller.agent,
            createdAt: .now,
            provenance: provenance,
            description: files.first { $0.path.hasBytes(of: BundleFile.name) }.map {
                String(decoding: $0.bytes, as: UTF8.self)
            }
        )
    }

    /// The start of a bundle without a description.
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

    /// Scripts by name, each with its newest version and the one that its name means; an agent gets those that it may run.
    ///
    /// A script that the agent may run by a tag appears with the version that would run: the tags of a version that nobody has approved
    /// decide nothing.
    ///
    /// - Parameters:
    ///   - name: The name after which the page begins.
    ///   - limit: The most scripts of one page.
    package func scripts(
        after name: ScriptName? = nil,
        limit: Int = PageSize.most,
        for caller: Caller
    ) async throws(ServiceError) -> ScriptPage {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let (limit, sight) = (PageSize.allowed(limit), sight(of: caller))
        var (found, name, read): ([ScriptSummary], ScriptName?, PageLength) = ([], name, PageLength())
        // One more than the page may have shows whether there is another page.
        while found.count <= limit, !read.endsPage(of: found.count) {
            let slice = try await storing { [name] () async throws(StoreError) in
                try await self.store.scripts(after: name, limit: PageSize.read)
            }
            for (index, script) in slice.items.enumerated()
            where found.count <= limit && !read.endsPage(of: found.count) {
                let summary = try await summary(of: script.latest, script.count, sight)
                if let summary { found.append(summary) }
                read.add(index, of: slice, with: summary?.length(beside: script.latest) ?? 0)
            }
            guard slice.goesOn, let last = slice.items.last else { break }
            name = last.latest.name
        }
        let page = Array(found.prefix(limit))
        let next = read.goesOn(after: page.count, of: found.count) ? page.last?.latest.version.name : nil
        return ScriptPage(items: page, next: next)
    }

    /// A script as it appears in a list; `nil` if the caller may not run it.
    ///
    /// - Parameters:
    ///   - newest: Its newest version.
    ///   - count: The number of its versions.
    private func summary(of newest: VersionRecord, _ count: Int, _ sight: ScriptSight) async throws(ServiceError)
        -> ScriptSummary?
    {
        let name = newest.name
        if sight.hasAll(of: name) {
            let current = try await current(of: name)
            return ScriptSummary(latest: try await detail(of: newest), versions: count, current: current?.digest)
        }
        guard sight.looksAtTags, let current = try await current(of: name),
            sight.hasTagged(try await tags(of: current))
        else { return nil }
        return ScriptSummary(
            latest: try await detail(of: current),
            versions: try await versions(named: name, sight).count,
            current: current.digest
        )
    }

    /// One script with its versions that are visible to the caller, newest first.
    ///
    /// - Parameters:
    ///   - place: The place after which the page begins.
    ///   - limit: The most versions of one page.
    package func script(
        _ name: ScriptName,
        after place: VersionPlace? = nil,
        limit: Int = PageSize.most,
        for caller: Caller
    ) async throws(ServiceError) -> ScriptDetail {
        var page = try await versions(of: name, after: place, limit: limit, for: caller)
        if page.items.isEmpty {
            // The page after a script's last version is empty, but the script exists.
            guard place != nil, try await !versions(of: name, limit: 1, for: caller).items.isEmpty else {
                throw .scriptNotFound(name.text)
            }
        }
        for index in page.items.indices {
            page.items[index] = try await described(page.items[index])
        }
        let current = try await current(of: name)
        // A version that is hidden from the caller is not named: the caller's submission by the name would be refused.
        let isThere = if let current { try await sees(current, sight(of: caller)) } else { false }
        return ScriptDetail(name: name, versions: page.items, current: isThere ? current?.digest : nil, next: page.next)
    }

    /// A version with the content of its `mayfly.yaml`.
    func describedDetail(of version: VersionRecord) async throws(ServiceError) -> VersionDetail {
        try await described(try await detail(of: version))
    }

    private func described(_ detail: VersionDetail) async throws(ServiceError) -> VersionDetail {
        var detail = detail
        detail.description = try await shownDescription(of: detail.version)
        detail.listedProfile = listedProfile(of: detail.description)
        return detail
    }

    /// The first profile in a description's list that this host has, otherwise the first; `nil` when the list is empty.
    private func listedProfile(of description: BundleDescription?) -> ProfileName? {
        let listed = description?.start.profiles ?? []
        let known = desk.description?.profiles.map(\.name) ?? []
        return listed.first { known.contains($0) } ?? listed.first
    }

    /// The content of a version's `mayfly.yaml`; `nil` if today's rules refuse it, so that the version can still be shown.
    func shownDescription(of version: VersionRecord) async throws(ServiceError) -> BundleDescription? {
        do throws(ServiceError) {
            return try await bundleDescription(of: version)
        } catch {
            guard case .invalidBundle = error else { throw error }
            return nil
        }
    }
}
