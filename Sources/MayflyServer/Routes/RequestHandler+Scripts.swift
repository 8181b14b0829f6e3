internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

extension RequestHandler {
    /// Answers what is about scripts, approvals and revocations.
    func respondAboutScripts(_ asked: Asked) async throws -> Response {
        switch asked.route {
        case .propose:
            let request = try await asked.content.read(ProposeRequest.init)
            let files = request.files.map { FileContent(path: $0.path, bytes: $0.bytes) }
            let version = try await service.propose(request.name, files: files, by: asked.caller)
            return created(ScriptReply.version(version), at: "/v1/scripts/\(request.name)")
        case .script(let name): return Response(ScriptReply.json(try await service.script(name, for: asked.caller)))
        case .approve: return created(ScriptReply.approval(try await approve(asked)))
        case .revoke:
            let request = try await asked.content.read(RevokeRequest.init)
            let result = try await service.revoke(request.script, reason: request.reason, by: asked.caller)
            return created(ScriptReply.revoked(result))
        default:
            let scripts = try await service.scripts(for: asked.caller)
            return Response(.object(["items": .array(scripts.map(ScriptReply.summary))]))
        }
    }

    private func approve(_ asked: Asked) async throws -> ApprovalRecord {
        let request = try await asked.content.read(ApproveRequest.init)
        let expiry: ApprovalRequest.Expiry? =
            switch request.expiry {
            case nil: nil
            case .at(let moment): .at(moment)
            case .after(let lifetime): .after(lifetime)
            }
        let approval = ApprovalRequest(
            reference: request.script,
            profiles: request.profiles,
            expiry: expiry,
            comment: request.comment
        )
        return try await service.approve(approval, by: asked.caller)
    }

    /// A response about something new.
    func created(_ json: JSON, at location: String? = nil) -> Response {
        var response = Response(json, status: .created)
        if let location { response.headers[.location] = location }
        return response
    }
}
