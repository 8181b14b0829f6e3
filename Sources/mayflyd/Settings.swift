internal import MayflyProfiles
internal import MayflyServer
internal import MayflyService

extension ServiceConfiguration {
    /// What the configuration file says about sessions and approvals.
    ///
    /// - Parameters:
    ///   - file: The configuration file's bytes; `nil` where there is none.
    ///   - budget: What its percentages are of this host.
    ///   - profiles: Where they are.
    ///   - agents: The file of agents that was asked for; the standard one need not be there.
    init(
        _ settings: DaemonSettings,
        file: [UInt8]?,
        budget: HostShare,
        profiles: ProfileLocation,
        trustDirectory: String,
        agents: String?
    ) {
        self.init()
        awaitedProfiles = profiles.awaited
        note(settingsFile: file)
        self.agents = AgentLocation(path: agents ?? "/etc/mayfly/agents.yaml", isRequired: agents != nil)
        self.trustDirectory = trustDirectory
        allowsSelfApproval = settings.selfApproval
        maxSessions = settings.maxSessions
        maxQueue = settings.maxQueue
        self.budget = budget
        drainTime = settings.drainTime
        approvalLifetime = settings.approvalLifetime
        keptSessions = settings.keptSessions
        version = DaemonVersion.text
        proposalQuota = settings.maxProposalBytesPerUser
        uploadQuota = settings.maxUploadBytesPerUser
    }
}

extension ServerLimits {
    /// What the configuration file says about connections.
    init(_ settings: DaemonSettings) {
        self.init()
        connections = settings.maxConnections
        connectionsPerUser = settings.maxConnectionsPerUser
    }
}
