internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

extension RequestHandler {
    /// Answers requests about scripts and their versions.
    func respondAboutScripts(_ asked: Asked, _ query: RequestQuery) async throws -> Response {
        switch asked.route {
        case .propose:
            let request = try await asked.content.read(ProposeRequest.init)
            let files = request.files.map { FileContent(path: $0.path, bytes: $0.bytes) }
            let version = try await service.propose(
                request.name,
                files: files,
                provenance: request.provenance.flatMap(Provenance.init),
                by: asked.caller
            )
            return created(ScriptReply.version(version), at: "/v1/scripts/\(request.name)")
        case .script(let name): return try await script(name, query, asked)
        case .version(let name, let digest), .versionFile(let name, let digest, _),
            .versionArchive(let name, let digest),
            .versionManifest(let name, let digest), .versionApprovals(let name, let digest):
            return try await respondAboutVersion(name, digest, asked)
        case .listVersions: return try await listVersions(query, asked.caller)
        default:
            return try await listScripts(query, asked.caller)
        }
    }

    private func script(_ name: ScriptName, _ query: RequestQuery, _ asked: Asked) async throws -> Response {
        let script = try await service.script(
            name,
            after: try query.parsed("cursor", "the next_cursor of an earlier page", VersionPlace.init),
            limit: try Self.limit(in: query) ?? PageSize.most,
            for: asked.caller
        )
        return Self.tagged(ScriptReply.json(script), asked)
    }

    private func listScripts(_ query: RequestQuery, _ caller: Caller) async throws -> Response {
        let page = try await service.scripts(
            after: try query.parsed("cursor", "the next_cursor of an earlier page", ScriptName.init),
            limit: try Self.limit(in: query) ?? PageSize.most,
            for: caller
        )
        return Self.page(page.items.map(ScriptReply.summary), next: page.next?.text)
    }

    private func listVersions(_ query: RequestQuery, _ caller: Caller) async throws -> Response {
        let states = VersionState.allCases.map(\.rawValue).joined(separator: ", ")
        let page = try await service.versions(
            of: try query.parsed("script", "the name of a script", ScriptName.init),
            in: try query.parsed("state", "one of \(states)", VersionState.init(rawValue:)),
            after: try query.parsed("cursor", "the next_cursor of an earlier page", VersionPlace.init),
            limit: try Self.limit(in: query) ?? PageSize.most,
            for: caller
        )
        return Self.page(page.items.map(ScriptReply.version), next: page.next?.text)
    }

    /// A response about something new.
    func created(_ json: JSON, at location: String? = nil) -> Response {
        var response = Response(json, status: .created)
        if let location { response.headers[.location] = location }
        return response
    }
}

extension Provenance {
    /// Converts the client's provenance to the store's form.
    fileprivate init?(_ request: RequestProvenance) {
        guard let signature = CommitSignature(rawValue: request.signature) else { return nil }
        self.init(
            commit: request.commit,
            isClean: request.isClean,
            signature: signature,
            signer: request.signer
        )
    }
}
