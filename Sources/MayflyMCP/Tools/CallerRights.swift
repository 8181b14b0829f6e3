internal import MayflyAgents
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// The scripts and profiles that the caller may use, according to the daemon.
///
/// They determine which tools there are, and the profile of each. Only the daemon decides whether a call is admitted.
enum CallerRights: Hashable, Sendable {
    /// No agents are defined, or the daemon does not tell.
    case unknown
    /// The rights that are defined for this agent.
    case agent(Agent)
    /// Agents are defined, but the caller is none of them, or may not submit.
    case nothing

    /// - Parameters:
    ///   - agents: The answer to `GET /v1/agents`.
    ///   - own: The caller's credentials.
    init(_ agents: JSON, of own: OwnCredentials) {
        let items = agents["items"]?.elements ?? []
        guard !items.isEmpty else {
            self = .unknown
            return
        }
        let known = items.compactMap { Agent($0) }
        // The daemon tells an agent without another role only about itself, even if its number differs on the daemon's side.
        // Operators and auditors also see strangers, and a caller that the file does not name is itself among these.
        let isTold = items.count == 1 && agents["strangers"]?.elements.isEmpty != false
        let found =
            isTold ? known.first : known.first(where: { $0.isRecognised(uid: own.uid, groups: own.groups) })
        guard let agent = found, agent.roles.contains(.agent) else {
            self = .nothing
            return
        }
        self = .agent(agent)
    }

    /// Whether the caller may run a version of a script.
    func mayRun(_ script: String, _ version: VersionReply) -> Bool {
        switch self {
        case .unknown: return true
        case .nothing: return false
        case .agent(let agent):
            let tags = version.json["description"]?["tags"]?.elements.compactMap(\.text) ?? []
            return agent.mayRun(ScriptName(script), tagged: tags.compactMap { ScriptTag($0) })
        }
    }

    /// Whether the caller may use a profile.
    func mayUse(_ profile: String) -> Bool {
        switch self {
        case .unknown: true
        case .nothing: false
        case .agent(let agent): ProfileName(profile).map { agent.profiles.contains($0) } ?? false
        }
    }
}

extension Agent {
    /// Reads the daemon's description of an agent; `nil` when it is none.
    fileprivate init?(_ reply: JSON) {
        guard let name = reply["name"]?.text.flatMap({ AgentName($0) }) else { return nil }
        func texts(_ member: String) -> [String] { reply[member]?.elements.compactMap(\.text) ?? [] }
        func numbers(_ member: String) -> Set<UInt32> {
            Set((reply[member]?.elements ?? []).compactMap { $0.integer.flatMap { UInt32(exactly: $0) } })
        }
        self.init(
            name: name,
            uids: numbers("uids"),
            gids: numbers("gids"),
            roles: Set(texts("roles").compactMap { AgentRole(rawValue: $0) }),
            scripts: texts("scripts").compactMap { ScriptPattern($0) },
            tags: Set(texts("tags").compactMap { ScriptTag($0) }),
            profiles: Set(texts("profiles").compactMap { ProfileName($0) })
        )
    }
}
