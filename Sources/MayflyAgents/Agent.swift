package import MayflyCore

/// One agent as operators described it: how it is recognised, and what it may do.
package struct Agent: Hashable, Sendable {
    package var name: AgentName
    /// Of the process that connects; any if empty.
    package var uids: Set<UInt32>
    /// One of them must be the process's group or one of its supplementary groups; any if empty.
    package var gids: Set<UInt32>
    package var roles: Set<AgentRole>
    package var scripts: [ScriptPattern]
    /// A script that has one of them may be run too, whatever its name.
    package var tags: Set<ScriptTag>
    package var profiles: Set<ProfileName>
    package var priority: AgentPriority
    /// At any time if empty.
    package var hours: [AllowedHours]
    package var quotas: AgentQuotas

    package init(
        name: AgentName,
        uids: Set<UInt32>,
        gids: Set<UInt32> = [],
        roles: Set<AgentRole> = [.agent],
        scripts: [ScriptPattern],
        tags: Set<ScriptTag> = [],
        profiles: Set<ProfileName>,
        priority: AgentPriority = .normal,
        hours: [AllowedHours] = [],
        quotas: AgentQuotas = AgentQuotas()
    ) {
        self.name = name
        self.uids = uids
        self.gids = gids
        self.roles = roles
        self.scripts = scripts
        self.tags = tags
        self.profiles = profiles
        self.priority = priority
        self.hours = hours
        self.quotas = quotas
    }

    /// Whether a process with these credentials is this agent.
    package func isRecognised(uid: UInt32, groups: Set<UInt32>) -> Bool {
        (!uids.isEmpty || !gids.isEmpty) && (uids.isEmpty || uids.contains(uid))
            && (gids.isEmpty || !gids.isDisjoint(with: groups))
    }

    /// Whether it may run a script of this name, see ``ScriptPattern``, or with these tags.
    package func mayRun(_ script: ScriptName?, tagged tags: [ScriptTag]) -> Bool {
        scripts.contains { $0.matches(script) } || !self.tags.isDisjoint(with: tags)
    }

    /// What it may run, in words.
    private var allowedScripts: String {
        (scripts.map(\.text) + tags.sorted().map { "tag \($0)" }).joined(separator: ", ")
    }

    /// The rule that forbids a session whatever has run before; `nil` when none does.
    package func refusal(
        of script: ScriptName?,
        tagged tags: [ScriptTag],
        under profile: ProfileName,
        at now: Timestamp
    ) -> AgentRefusal? {
        if !mayRun(script, tagged: tags) {
            let used = script?.text ?? "a script without a name"
            return AgentRefusal(name, .script, limit: allowedScripts, used: used)
        }
        if !profiles.contains(profile) {
            let allowed = profiles.sorted().map(\.text).joined(separator: ", ")
            return AgentRefusal(name, .profile, limit: allowed, used: profile.text)
        }
        if !hours.isEmpty, !hours.contains(where: { $0.contains(now) }) {
            let allowed = hours.map(\.text).joined(separator: ", ")
            return AgentRefusal(name, .hours, limit: allowed, retryAfter: hours.map { $0.wait(from: now) }.min())
        }
        return nil
    }
}
