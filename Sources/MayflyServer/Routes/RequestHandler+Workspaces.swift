internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

extension RequestHandler {
    /// Answers requests about workspaces.
    func respondAboutWorkspaces(_ asked: Asked) async throws -> Response {
        switch asked.route {
        case .createWorkspace:
            let request = try await asked.content.read(WorkspaceRequest.init)
            let made = try await service.createWorkspace(
                request.name,
                profile: request.profile,
                lifetime: request.lifetime,
                by: asked.caller
            )
            return created(WorkspaceReply.json(made), at: "/v1/workspaces/\(made.workspace.id)")
        case .workspace(let name):
            return Response(WorkspaceReply.whole(try await service.workspace(name, for: asked.caller)))
        case .deleteWorkspace(let name):
            return Response(WorkspaceReply.json(try await service.deleteWorkspace(name, by: asked.caller)))
        default:
            let workspaces = try await service.workspaces(for: asked.caller)
            return Response(.object(["items": .array(workspaces.map(WorkspaceReply.json))]))
        }
    }
}
