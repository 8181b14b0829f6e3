internal import HTTPTypes
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON

/// The meaning of a request's method and path.
enum Route: Hashable, Sendable {
    case health
    case metrics
    case readiness
    case versions
    case openAPI
    case listSessions
    case submit
    case session(SessionID)
    case forget(SessionID)
    case kill(SessionID)
    case stats(SessionID)
    case upload
    case logs(SessionID)
    case events(SessionID)
    case artifacts(SessionID)
    case artifact(SessionID, String)
    case receipt(SessionID)
    case audit
    case auditCheckpoint
    case auditHistory
    case auditProof
    case auditConsistency
    case listScripts
    case propose
    case script(ScriptName)
    case listVersions
    case version(ScriptName, Digest)
    case versionFile(ScriptName, Digest, String)
    case versionArchive(ScriptName, Digest)
    case versionManifest(ScriptName, Digest)
    case versionApprovals(ScriptName, Digest)
    case statement(ScriptName, Digest)
    case listApprovals
    case approve
    case approval(String)
    case reject
    case deprecate
    case revoke
    case listEvents
    case trust
    case listProfiles
    case profile(String)
    case listAgents
    case agent(String)
    case usage
    case listWorkspaces
    case createWorkspace
    case workspace(String)
    case deleteWorkspace(String)
    case doctor
    case reload

    /// Finds the route of a request.
    ///
    /// - Parameter path: The path without the query, percent-encoded.
    /// - Throws: 404 when the path does not exist, 405 when it exists only for another method.
    init(_ method: HTTPRequest.Method, _ path: Substring) throws(ProblemReply) {
        let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst().map {
            PercentText.decode(Substring($0))
        }
        let names = segments.compactMap(\.self)
        guard path.utf8.first == UInt8(ascii: "/"), names.count == segments.count, let methods = try Self.methods(names)
        else {
            throw .noSuchPath(path.excerpt(200))
        }
        let asked = method == .head ? .get : method
        guard let route = methods.first(where: { $0.method == asked })?.route else {
            throw .wrongMethod(method, allowed: methods.map(\.method))
        }
        self = route
    }

    private typealias Choice = (method: HTTPRequest.Method, route: Route)

    private static func methods(_ names: [String]) throws(ProblemReply) -> [Choice]? {
        switch (names.first ?? "", names.count) {
        case ("healthz", 1): [(.get, .health)]
        case ("readyz", 1): [(.get, .readiness)]
        case ("metrics", 1): [(.get, .metrics)]
        case ("v1", 2...): try versioned(Array(names.dropFirst()))
        default: nil
        }
    }

    private static func versioned(_ names: [String]) throws(ProblemReply) -> [Choice]? {
        switch (names[0], names.count) {
        case ("version", 1): [(.get, .versions)]
        case ("openapi.json", 1): [(.get, .openAPI)]
        case ("sessions", 1): [(.get, .listSessions), (.post, .submit)]
        case ("sessions", 2...): try session(names[1], Array(names.dropFirst(2)))
        case ("uploads", 1): [(.post, .upload)]
        case ("scripts", 1): [(.get, .listScripts), (.post, .propose)]
        case ("scripts", 2...): try script(Array(names.dropFirst()))
        case ("versions", 1): [(.get, .listVersions)]
        case ("approvals", 1): [(.get, .listApprovals), (.post, .approve)]
        case ("approvals", 2): [(.get, .approval(names[1]))]
        case ("rejections", 1): [(.post, .reject)]
        case ("deprecations", 1): [(.post, .deprecate)]
        case ("revocations", 1): [(.post, .revoke)]
        case ("events", 1): [(.get, .listEvents)]
        case ("trust", 1): [(.get, .trust)]
        case ("audit", 1): [(.get, .audit)]
        case ("audit", 2): audit(names[1])
        case ("profiles", 1): [(.get, .listProfiles)]
        case ("profiles", 2): [(.get, .profile(names[1]))]
        case ("agents", 1): [(.get, .listAgents)]
        case ("agents", 2): [(.get, .agent(names[1]))]
        case ("usage", 1): [(.get, .usage)]
        case ("workspaces", 1): [(.get, .listWorkspaces), (.post, .createWorkspace)]
        case ("workspaces", 2): [(.get, .workspace(names[1])), (.delete, .deleteWorkspace(names[1]))]
        case ("doctor", 1): [(.post, .doctor)]
        case ("reload", 1): [(.post, .reload)]
        default: nil
        }
    }

    private static func audit(_ name: String) -> [Choice]? {
        switch name {
        case "checkpoint": [(.get, .auditCheckpoint)]
        case "checkpoints": [(.get, .auditHistory)]
        case "proof": [(.get, .auditProof)]
        case "consistency": [(.get, .auditConsistency)]
        default: nil
        }
    }

    /// A script, or one version of it: `NAME/versions/sha256:…`; no name has a colon.
    private static func script(_ names: [String]) throws(ProblemReply) -> [Choice]? {
        let place = names.indices.first { index in
            names[index] == "versions" && index + 1 < names.count && Digest(names[index + 1]) != nil
        }
        let text = names[..<(place ?? names.count)].joined(separator: "/")
        guard let name = ScriptName(text) else { throw .badName("script", text) }
        guard let place, let digest = Digest(names[place + 1]) else { return [(.get, .script(name))] }
        let rest = Array(names[(place + 2)...])
        switch (rest.first ?? "", rest.count) {
        case (_, 0): return [(.get, .version(name, digest))]
        case ("statement", 1): return [(.get, .statement(name, digest))]
        case ("bundle.tar", 1): return [(.get, .versionArchive(name, digest))]
        case ("manifest", 1): return [(.get, .versionManifest(name, digest))]
        case ("approvals", 1): return [(.get, .versionApprovals(name, digest))]
        case ("files", 2...):
            return [(.get, .versionFile(name, digest, rest.dropFirst().joined(separator: "/")))]
        default: return nil
        }
    }

    private static func session(_ text: String, _ rest: [String]) throws(ProblemReply) -> [Choice]? {
        guard let id = SessionID(text) else { throw .badName("session", text) }
        switch (rest.first ?? "", rest.count) {
        case (_, 0): return [(.get, .session(id)), (.delete, .forget(id))]
        case ("stats", 1): return [(.get, .stats(id))]
        case ("kill", 1): return [(.post, .kill(id))]
        case ("logs", 1): return [(.get, .logs(id))]
        case ("events", 1): return [(.get, .events(id))]
        case ("receipt", 1): return [(.get, .receipt(id))]
        case ("artifacts", 1): return [(.get, .artifacts(id))]
        case ("artifacts", 2...): return [(.get, .artifact(id, rest.dropFirst().joined(separator: "/")))]
        default: return nil
        }
    }

    /// Whether every caller who can connect may use it.
    var isOpen: Bool { [.health, .readiness, .versions, .openAPI].contains(self) }

    /// Whether its answer needs little computing, while the body and the answer are small.
    var isBrief: Bool {
        switch self {
        case .health, .submit, .session, .kill: true
        default: false
        }
    }

    /// Whether a body is expected.
    var takesBody: Bool {
        switch self {
        case .submit, .kill, .propose, .approve, .reject, .deprecate, .revoke, .createWorkspace, .doctor, .reload:
            true
        default: false
        }
    }

    /// The parameters of the route's query.
    var parameters: Set<String> {
        switch self {
        case .submit: ["wait", "dry_run"]
        case .session: ["wait"]
        case .listSessions: ["state", "script", "caller", "limit", "cursor"]
        case .logs: ["stream", "follow"]
        case .events: ["from", "follow"]
        case .stats: ["follow"]
        case .statement: ["profiles", "expires", "decision", "comment", "replaces"]
        case .listApprovals: ["script", "digest", "state"]
        case .listVersions: ["script", "state", "limit", "cursor"]
        case .listScripts, .script: ["limit", "cursor"]
        case .listEvents: ["script", "from", "follow"]
        case .audit: ["from", "limit"]
        case .auditHistory: ["after", "limit"]
        case .auditProof: ["index", "size"]
        case .auditConsistency: ["from", "to"]
        case .usage: ["agent", "script", "profile", "from", "to"]
        default: []
        }
    }

    /// The parameters that may be given several times.
    var repeatedParameters: Set<String> { self == .listSessions ? ["label"] : [] }
}

/// Compares a path's segment by its bytes, in the patterns above.
private func ~= (pattern: String, segment: String) -> Bool { segment.hasBytes(of: pattern) }
