internal import MayflyAgents
internal import MayflyCore
internal import MayflyStore

/// Which scripts are there for a caller.
///
/// All of them for whoever reviews, audits or operates, and for agents that no file names. For an agent that the file
/// names, and that is nothing else, those are there that it may run, and the versions that it has proposed itself.
struct ScriptSight: Sendable {
    /// The agent as the file describes it now; `nil` where nothing is hidden, and for one that the file has no more.
    private let agent: Agent?
    /// Who looks, where something is hidden.
    private let bounded: Caller?

    /// What is there for a caller.
    ///
    /// - Parameter policy: The agents in force.
    init(_ caller: Caller, _ policy: AgentPolicy?) {
        guard let name = caller.agent, !caller.isApprover, !caller.isAuditor else {
            self.init()
            return
        }
        self.init(agent: policy?.agent(named: name), bounded: caller)
    }

    private init(agent: Agent? = nil, bounded: Caller? = nil) {
        self.agent = agent
        self.bounded = bounded
    }

    /// Nothing is hidden.
    static let whole = ScriptSight()

    /// Whether every version of a name is there, whatever it is; of what has no name, every version.
    func hasAll(of name: ScriptName?) -> Bool { bounded == nil || agent?.mayRun(name, tagged: []) == true }

    /// Whether some versions may be there for their tags.
    var looksAtTags: Bool { agent?.tags.isEmpty == false }

    /// Whether a version with these tags is there, if somebody has ever approved it.
    func hasTagged(_ tags: [ScriptTag]) -> Bool { agent?.tags.isDisjoint(with: tags) == false }

    /// Whether the caller has proposed a version: it is the caller's as sessions are, see ``Caller/owns(_:_:)``.
    func hasProposed(_ version: VersionRecord) -> Bool {
        bounded?.owns(version.author.uid, version.agent) == true
    }

    /// What a submission of something is answered that the caller may not run, whether it exists or not.
    ///
    /// - Parameter tags: Of what is there for the caller; none where nothing is.
    /// - Returns: `nil` where name and tags forbid nothing.
    func refusal(of name: ScriptName?, tagged tags: [ScriptTag] = [], under profile: ProfileName) -> ServiceError? {
        guard let own = bounded?.agent, !hasAll(of: name), !hasTagged(tags) else { return nil }
        guard let agent else { return .forbidden("agent \(own) is no agent any more") }
        return agent.refusal(of: name, tagged: tags, under: profile, at: .now).map { .agentRefused($0) }
    }
}
