internal import HTTPTypes
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON

/// What a request's method and path mean.
enum Route: Hashable, Sendable {
    case health
    case readiness
    case version
    case openAPI
    case listSessions
    case submit
    case session(SessionID)
    case kill(SessionID)
    case logs(SessionID)
    case events(SessionID)
    case artifacts(SessionID)
    case artifact(SessionID, String)
    case receipt(SessionID)
    case audit
    case auditCheckpoint
    case auditProof
    case auditConsistency
    case listScripts
    case propose
    case script(ScriptName)
    case approve
    case revoke
    case listProfiles
    case profile(String)
    case doctor
    case reload

    /// Finds the route of a request.
    ///
    /// - Parameter path: Without the query, percent-encoded.
    /// - Throws: 404 when there is none, 405 when there is one for another method.
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
        case ("v1", 2...): try versioned(Array(names.dropFirst()))
        default: nil
        }
    }

    private static func versioned(_ names: [String]) throws(ProblemReply) -> [Choice]? {
        switch (names[0], names.count) {
        case ("version", 1): [(.get, .version)]
        case ("openapi.json", 1): [(.get, .openAPI)]
        case ("sessions", 1): [(.get, .listSessions), (.post, .submit)]
        case ("sessions", 2...): try session(names[1], Array(names.dropFirst(2)))
        case ("scripts", 1): [(.get, .listScripts), (.post, .propose)]
        case ("scripts", 2...): try script(names.dropFirst().joined(separator: "/"))
        case ("approvals", 1): [(.post, .approve)]
        case ("revocations", 1): [(.post, .revoke)]
        case ("audit", 1): [(.get, .audit)]
        case ("audit", 2): audit(names[1])
        case ("profiles", 1): [(.get, .listProfiles)]
        case ("profiles", 2): [(.get, .profile(names[1]))]
        case ("doctor", 1): [(.post, .doctor)]
        case ("reload", 1): [(.post, .reload)]
        default: nil
        }
    }

    private static func audit(_ name: String) -> [Choice]? {
        switch name {
        case "checkpoint": [(.get, .auditCheckpoint)]
        case "proof": [(.get, .auditProof)]
        case "consistency": [(.get, .auditConsistency)]
        default: nil
        }
    }

    private static func script(_ text: String) throws(ProblemReply) -> [Choice] {
        guard let name = ScriptName(text) else { throw .badName("script", text) }
        return [(.get, .script(name))]
    }

    private static func session(_ text: String, _ rest: [String]) throws(ProblemReply) -> [Choice]? {
        guard let id = SessionID(text) else { throw .badName("session", text) }
        switch (rest.first ?? "", rest.count) {
        case (_, 0): return [(.get, .session(id))]
        case ("kill", 1): return [(.post, .kill(id))]
        case ("logs", 1): return [(.get, .logs(id))]
        case ("events", 1): return [(.get, .events(id))]
        case ("receipt", 1): return [(.get, .receipt(id))]
        case ("artifacts", 1): return [(.get, .artifacts(id))]
        case ("artifacts", 2...): return [(.get, .artifact(id, rest.dropFirst().joined(separator: "/")))]
        default: return nil
        }
    }

    /// Whether everybody who can connect may ask for it.
    var isOpen: Bool { [.health, .readiness, .version, .openAPI].contains(self) }

    /// Whether a body is expected.
    var takesBody: Bool {
        switch self {
        case .submit, .kill, .propose, .approve, .revoke, .doctor, .reload: true
        default: false
        }
    }

    /// The parameters of its query.
    var parameters: Set<String> {
        switch self {
        case .submit: ["wait", "dry_run"]
        case .session: ["wait"]
        case .listSessions: ["state", "script", "limit", "cursor"]
        case .logs: ["stream", "follow"]
        case .events: ["from", "follow"]
        case .audit: ["from", "limit"]
        case .auditProof: ["index", "size"]
        case .auditConsistency: ["from", "to"]
        default: []
        }
    }
}

/// Lets paths be compared by their bytes, in the patterns above.
private func ~= (pattern: String, segment: String) -> Bool { segment.hasBytes(of: pattern) }
