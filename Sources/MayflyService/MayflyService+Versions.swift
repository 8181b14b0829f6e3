package import MayflyCore
package import MayflyStore

extension MayflyService {
    /// One version.
    package func version(_ name: ScriptName, _ digest: Digest, for caller: Caller) async throws(ServiceError)
        -> VersionDetail
    {
        try await describedDetail(of: try await knownVersion(name, digest, for: caller))
    }

    /// Versions, newest first, of one script or of all, in one state or in any.
    ///
    /// - Parameters:
    ///   - place: The place after which the page begins.
    ///   - limit: The most versions of one page.
    package func versions(
        of name: ScriptName? = nil,
        in state: VersionState? = nil,
        after place: VersionPlace? = nil,
        limit: Int = PageSize.most,
        for caller: Caller
    ) async throws(ServiceError) -> VersionPage {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let (limit, terms, sight) = (PageSize.allowed(limit), try admission.terms(), sight(of: caller))
        var (found, place, read): ([VersionDetail], VersionPlace?, PageLength) = ([], place, PageLength())
        // One more than the page may have shows whether there is another page.
        while found.count <= limit, !read.endsPage(of: found.count) {
            let slice = try await storing { [place] () async throws(StoreError) in
                try await self.store.versions(of: name, after: place, limit: PageSize.read)
            }
            for (index, version) in slice.items.enumerated()
            where found.count <= limit && !read.endsPage(of: found.count) {
                let detail = try await listed(version, in: state, terms, sight)
                if let detail { found.append(detail) }
                read.add(index, of: slice, with: detail?.lengthOfDecisions ?? 0)
            }
            guard slice.goesOn, let last = slice.items.last else { break }
            place = VersionPlace(of: last)
        }
        let page = Array(found.prefix(limit))
        let last = read.goesOn(after: page.count, of: found.count) ? page.last : nil
        return VersionPage(items: page, next: last.map { VersionPlace(of: $0.version) })
    }

    /// A version as it appears in a list; `nil` if it is hidden from the caller, or in another state.
    private func listed(
        _ version: VersionRecord,
        in state: VersionState?,
        _ terms: AdmissionTerms,
        _ sight: ScriptSight
    ) async throws(ServiceError) -> VersionDetail? {
        guard try await sees(version, sight) else { return nil }
        let life = try await admission.life(of: version.digest)
        guard state == nil || AdmissionRule.state(life.signed(as: version.name), terms) == state else { return nil }
        return detail(of: version, life, terms)
    }

    /// The events of a script's versions, oldest first.
    package func events(of name: ScriptName, for caller: Caller) async throws(ServiceError) -> [VersionEvent] {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let sight = sight(of: caller)
        let events = try await storing { () async throws(StoreError) in try await self.store.events(named: name) }
        var told: [VersionEvent] = []
        for var event in events where try await sees(name, event.digest, sight) {
            // A revocation may be recorded under another name of the bytes.
            if try await !sees(event.name, event.digest, sight) { event.name = name }
            told.append(event)
        }
        guard !told.isEmpty else { throw .scriptNotFound(name.text) }
        return told
    }

    /// The record of one file of a version, without reading its bytes.
    package func file(
        _ path: String,
        of name: ScriptName,
        _ digest: Digest,
        for caller: Caller
    ) async throws(ServiceError) -> FileRecord {
        let version = try await knownVersion(name, digest, for: caller)
        guard let file = version.files.first(where: { $0.path.hasBytes(of: path) }) else {
            throw .fileNotFound(digest, path)
        }
        return file
    }

    /// The bytes of a file that was found for its caller, verified against their digest.
    package func bytes(of file: FileRecord) async throws(ServiceError) -> ObjectReader {
        try await storing { () async throws(StoreError) in try await self.store.open(file.digest) }
    }

    /// Throws unless the bytes of a file that was found for its caller exist; does not read them.
    package func look(for file: FileRecord) async throws(ServiceError) {
        try await storing { () async throws(StoreError) in try await self.store.look(for: file) }
    }

    /// The record of one version that is visible to the caller.
    func knownVersion(_ name: ScriptName, _ digest: Digest, for caller: Caller) async throws(ServiceError)
        -> VersionRecord
    {
        guard !caller.roles.isEmpty else { throw .forbidden("you have no role here") }
        let sight = sight(of: caller)
        let version = try await storing { () async throws(StoreError) in try await self.store.version(name, digest) }
        guard let version, try await sees(version, sight) else { throw try await missing(name, digest, sight) }
        return version
    }

    /// The error for a version that is not visible to the caller, which depends on whether the script is.
    func missing(_ name: ScriptName, _ digest: Digest, _ sight: ScriptSight) async throws(ServiceError)
        -> ServiceError
    {
        let versions = try await versions(named: name, sight)
        return versions.isEmpty ? .scriptNotFound(name.text) : .versionNotFound(name, digest)
    }

    /// A version with its signatures and decisions.
    func detail(of version: VersionRecord) async throws(ServiceError) -> VersionDetail {
        detail(of: version, try await admission.life(of: version.digest), try admission.terms())
    }

    private func detail(of version: VersionRecord, _ life: VersionLife, _ terms: AdmissionTerms) -> VersionDetail {
        let named = life.signed(as: version.name)
        return VersionDetail(
            version: version,
            state: AdmissionRule.state(named, terms),
            approvals: named.statements.filter { $0.decision == "approve" }.compactMap {
                StatementRule.detail($0, of: life, author: Self.author, terms)
            },
            rejection: named.rejection,
            revocation: life.revocation
        )
    }
}
