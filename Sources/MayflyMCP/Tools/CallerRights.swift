internal import MayflyAgents
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// What the caller may run, as far as the daemon says.
///
/// It decides which tools there are, and under which profile each runs; whether a call is let in is for the daemon to
/// say.
enum CallerRights: Hashable, Sendable {
    /// Agents are not named, or the daemon does not say.
    case unknown
    /// What is written down for this agent.
    case agent(Agent)
    /// Agents are named, and the caller is none of them, or one that may not submit.
    case nothing

    /// - Parameters:
    ///   - agents: What `GET /v1/agents` is answered.
    ///   - own: Who the caller is.
    init(_ agents: JSON, of own: OwnCredentials) {
        let items = agents["items"]?.elements ?? []
        guard !items.isEmpty else {
            self = .unknown
            return
        }
        let known = items.compactMap { Agent($0) }
        // An agent that has no other role is told of itself alone, whatever number it has where the daemon is.
        // Operators and auditors are told of strangers, too; one that the file does not name is itself among them.
        let isTold = items.count == 1 && agents["strangers"]?.elements.isEmpty != false
        let found =
            isTold ? known.first : known.first(where: { $0.isRecognised(uid: own.uid, groups: own.groups) })
        guard let agent = found, agent.roles.contains(.agent) else {
            self = .nothing
            return
        }
        self = .agent(agent)
    }

    /// Whether a version of a script may be run.
    func mayRun(_ script: String, _ version: VersionReply) -> Bool {
        switch self {
        case .unknown: return true
        case .nothing: return false
        case .agent(let agent):
            let tags = version.json["description"]?["tags"]?.elements.compactMap(\.text) ?? []
            return agent.mayRun(ScriptName(script), tagged: tags.compactMap { ScriptTag($0) })
        }
    }

    /// Whether a profile may be used.
    func mayUse(_ profile: String) -> Bool {
        switch self {
        case .unknown: true
        case .nothing: false
        case .agent(let agent): ProfileName(profile).map { agent.profiles.contains($0) } ?? false
        }
    }
}

extension Agent {
    /// Reads what the daemon says of an agent; `nil` when that is none.
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
