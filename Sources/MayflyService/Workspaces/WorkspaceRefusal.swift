package import MayflyCore

/// Why a workspace cannot be made, used or deleted.
package enum WorkspaceRefusal: Hashable, Sendable {
    /// The caller can see no workspace of that name.
    case notFound(String)
    /// A session holds it, or it is being destroyed.
    case inUse(WorkspaceName, by: SessionID?)
    /// Nothing carries over under this profile.
    case notAllowed(ProfileName)
    /// It is for the sessions of another profile.
    case otherProfile(WorkspaceName, ProfileName)
    /// Its content exceeds what the profile, or the session's limits, now allow.
    case tooLarge(WorkspaceName, String)
    case nameTaken(WorkspaceName)
    /// The caller has as many as the profile allows.
    case tooMany(ProfileName, most: UInt32)

    /// The stable word for API clients.
    var code: String {
        switch self {
        case .notFound: "workspace_not_found"
        case .inUse: "workspace_in_use"
        case .notAllowed: "workspace_not_allowed"
        case .otherProfile: "workspace_other_profile"
        case .tooLarge: "workspace_too_large"
        case .nameTaken: "workspace_exists"
        case .tooMany: "workspace_quota_exceeded"
        }
    }

    /// What happened, as one sentence without a full stop.
    var sentence: String {
        switch self {
        case .notFound(let name): "there is no workspace '\(name.excerpt())'"
        case .inUse(let name, let session?): "session \(session) has workspace \(name)"
        case .inUse(let name, nil): "workspace \(name) is being destroyed"
        case .notAllowed(let profile): "profile \(profile) lets nothing carry over from one session to the next"
        case .otherProfile(let name, let profile): "workspace \(name) is for sessions of profile \(profile)"
        case .tooLarge(let name, let detail): "workspace \(name) holds more than is allowed now: \(detail)"
        case .nameTaken(let name): "you have a workspace \(name) already"
        case .tooMany(let profile, let most): "you have \(most) workspaces of profile \(profile), as many as it allows"
        }
    }
}
