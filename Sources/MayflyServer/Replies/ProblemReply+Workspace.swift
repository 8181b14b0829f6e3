internal import HTTPTypes
internal import MayflyService

extension ProblemReply {
    /// The status and the title of a refusal that concerns a workspace.
    static func status(of refusal: WorkspaceRefusal) -> (HTTPResponse.Status, String) {
        switch refusal {
        case .notFound: (.notFound, "There is no such workspace")
        case .inUse: (.conflict, "The workspace is in use")
        case .notAllowed: (.forbidden, "The profile allows no workspaces")
        case .otherProfile: (.unprocessableContent, "The workspace is for another profile")
        case .tooLarge: (.unprocessableContent, "The workspace holds too much")
        case .nameTaken: (.conflict, "There is such a workspace already")
        case .tooMany: (.forbidden, "You have too many workspaces")
        }
    }

    /// The hint for such a refusal.
    static func hint(for refusal: WorkspaceRefusal) -> String? {
        switch refusal {
        case .notFound: "list yours with: mayfly workspace ls; make one with: mayfly workspace create NAME"
        case .inUse(_, let session?): "wait for it with: mayfly wait \(session); or use another workspace"
        case .inUse(_, nil): "make a new one"
        case .notAllowed: "use a profile that has 'workspace', or ask the operator to add it"
        case .otherProfile(_, let profile): "run with --profile \(profile)"
        case .tooLarge: "ask for higher limits, or make a new workspace"
        case .nameTaken(let name): "use it, choose another name, or delete it with: mayfly workspace rm \(name)"
        case .tooMany: "list yours with: mayfly workspace ls; delete one with: mayfly workspace rm NAME"
        }
    }
}
