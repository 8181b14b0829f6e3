internal import MayflyAgents
internal import MayflyCore
internal import MayflyStore

/// Which scripts are there for a caller.
///
/// All of them for whoever reviews, audits or operates, and for agents that no file names. For an agent that the file
/// names, and that is nothing else, those are there that it may run, and the versions that it has proposed itself.
struct ScriptSight: Sendable {
    private struct Bound {
        var uid: UInt32
        var agent: AgentName
    }

    /// The agent as the file describes it now; `nil` where nothing is hidden, and for one that the file has no more.
    private let agent: Agent?
    /// Who looks, where something is hidden.
    private let bounded: Bound?

    /// What is there for a caller.
    ///
    /// - Parameter policy: The agents in force.
    init(_ caller: Caller, _ policy: AgentPolicy?) {
        guard let name = caller.agent, !caller.isApprover, !caller.isAuditor else {
            self.init()
            return
        }
        self.init(agent: policy?.agent(named: name), bounded: Bound(uid: caller.uid, agent: name))
    }

    private init(agent: Agent? = nil, bounded: Bound? = nil) {
        self.agent = agent
        self.bounded = bounded
    }

    /// Nothing is hidden.
    static let whole = ScriptSight()

    /// Whether every version of a name is there, whatever it is; of what has no name, every version.
    func hasAll(of name: ScriptName?) -> Bool { bounded == nil || agent?.mayRun(name, tagged: []) == true }

    /// Whether some versions may be there for their tags.
    var looksAtTags: Bool { agent?.tags.isEmpty == false }

    /// Whether a version with these tags is there, if it may run.
    func hasTagged(_ tags: [ScriptTag]) -> Bool { agent?.tags.isDisjoint(with: tags) == false }

    /// Whether the caller has proposed a version, as the same agent or before agents were named.
    func hasProposed(_ version: VersionRecord) -> Bool {
        guard let bounded, version.author.uid == bounded.uid else { return false }
        return version.agent == nil || version.agent == bounded.agent
    }

    /// What a submission of something is answered that is not there for the caller, whether it exists or not.
    ///
    /// - Returns: `nil` where the name alone forbids nothing.
    func refusal(of name: ScriptName?, under profile: ProfileName) -> ServiceError? {
        guard let bounded, !hasAll(of: name) else { return nil }
        guard let agent else { return .forbidden("agent \(bounded.agent) is no agent any more") }
        return agent.refusal(of: name, tagged: [], under: profile, at: .now).map { .agentRefused($0) }
    }
}
