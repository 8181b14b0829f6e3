package import MayflyCore

/// One agent as operators describe it: how it is recognised, and what it may do.
package struct Agent: Hashable, Sendable {
    package var name: AgentName
    /// User ids, one of which the connecting process must have; any if empty.
    package var uids: Set<UInt32>
    /// Group ids, one of which the process must have as its group or a supplementary group; any if empty.
    package var gids: Set<UInt32>
    package var roles: Set<AgentRole>
    package var scripts: [ScriptPattern]
    /// Tags of scripts that it may run, whatever their names.
    package var tags: Set<ScriptTag>
    package var profiles: Set<ProfileName>
    package var priority: AgentPriority
    /// The hours at which it may submit; always if empty.
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

    /// Whether it may run a script with this name, by ``ScriptPattern``, or with these tags.
    package func mayRun(_ script: ScriptName?, tagged tags: [ScriptTag]) -> Bool {
        scripts.contains { $0.matches(script) } || !self.tags.isDisjoint(with: tags)
    }

    /// The scripts that it may run, in words.
    private var allowedScripts: String {
        (scripts.map(\.text) + tags.sorted().map { "tag \($0)" }).joined(separator: ", ")
    }

    /// The rule that forbids a session regardless of earlier sessions; `nil` when none does.
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
