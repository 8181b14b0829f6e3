internal import MayflyAgents
internal import MayflyCore
internal import MayflyStore

/// Which scripts are visible to a caller.
///
/// Approvers, auditors, operators, and agents that no file names see all of them. An agent that the file names, and that has no other
/// role, sees the scripts that it may run, and the versions that it has proposed itself.
struct ScriptSight: Sendable {
    /// The agent as the file describes it now; `nil` if nothing is hidden, or if the file no longer names the agent.
    private let agent: Agent?
    /// The caller from whom something is hidden.
    private let bounded: Caller?

    /// Makes the sight of a caller.
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

    /// The sight of a caller from whom nothing is hidden.
    static let whole = ScriptSight()

    /// Whether every version of a name is visible without regard to its tags; without a name, whether all versions are.
    func hasAll(of name: ScriptName?) -> Bool { bounded == nil || agent?.mayRun(name, tagged: []) == true }

    /// Whether tags can make further versions visible.
    var looksAtTags: Bool { agent?.tags.isEmpty == false }

    /// Whether a version with these tags is visible, if somebody has ever approved it.
    func hasTagged(_ tags: [ScriptTag]) -> Bool { agent?.tags.isDisjoint(with: tags) == false }

    /// Whether the caller has proposed a version; versions belong to callers as sessions do, see ``Caller/owns(_:_:)``.
    func hasProposed(_ version: VersionRecord) -> Bool {
        bounded?.owns(version.author.uid, version.agent) == true
    }

    /// The answer to a submission that the caller may not make, whether the script exists or not.
    ///
    /// - Parameter tags: The tags of the version if the caller sees it; none otherwise.
    /// - Returns: `nil` if name and tags permit it.
    func refusal(of name: ScriptName?, tagged tags: [ScriptTag] = [], under profile: ProfileName) -> ServiceError? {
        guard let own = bounded?.agent, !hasAll(of: name), !hasTagged(tags) else { return nil }
        guard let agent else { return .forbidden("agent \(own) is no agent any more") }
        return agent.refusal(of: name, tagged: tags, under: profile, at: .now).map { .agentRefused($0) }
    }
}
