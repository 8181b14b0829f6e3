internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore
internal import NIOCore

extension RequestHandler {
    /// Answers requests about one version.
    ///
    /// Its bytes never change, and their tags are their digests; the facts about it may change.
    func respondAboutVersion(_ name: ScriptName, _ digest: Digest, _ asked: Asked) async throws -> Response {
        let caller = asked.caller
        switch asked.route {
        case .versionFile(_, _, let path): return try await versionFile(path, of: name, digest, asked)
        case .versionArchive:
            return Self.tagged(
                Self.archive(try await service.archive(of: name, digest, for: caller)),
                EntityTag(digest),
                asked
            )
        case .versionManifest:
            let text = try await service.manifest(of: name, digest, for: caller)
            var response = Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
            response.headers[.contentType] = "text/plain; charset=utf-8"
            response.headers[.xContentTypeOptions] = "nosniff"
            return Self.tagged(response, EntityTag(digest), asked)
        case .versionApprovals:
            let approvals = try await service.approvals(of: name, digest, for: caller)
            return Response(.object(["items": .array(approvals.map(ApprovalReply.json))]))
        default:
            return Self.tagged(ScriptReply.version(try await service.version(name, digest, for: caller)), asked)
        }
    }

    /// Answers with a file, which is not hashed for a client that has it, or requests the head alone.
    private func versionFile(_ path: String, of name: ScriptName, _ digest: Digest, _ asked: Asked) async throws
        -> Response
    {
        let file = try await service.file(path, of: name, digest, for: asked.caller)
        let tag = EntityTag(file.digest)
        guard !asked.knows(tag) else { return Self.notModified(tag) }
        guard asked.request.method != .head else {
            try await service.look(for: file)
            return Self.tagged(Self.head(of: file), tag, asked)
        }
        return Self.tagged(Self.file(try await service.bytes(of: file), of: service), tag, asked)
    }

    private static func archive(_ archive: BundleArchive) -> Response {
        var response = streaming(length: Int(archive.length)) { writer in
            for try await bytes in archive { try await writer.write(ByteBuffer(bytes: bytes)) }
        }
        response.headers[.contentType] = "application/x-tar"
        return response
    }
}
