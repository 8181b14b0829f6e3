internal import MayflyProfiles
internal import MayflyServer
internal import MayflyService

extension ServiceConfiguration {
    /// Applies the configuration file's settings for sessions and approvals.
    ///
    /// - Parameters:
    ///   - file: The configuration file's bytes; `nil` if there is none.
    ///   - budget: Its budget as amounts of this host.
    ///   - profiles: The directory of profiles.
    ///   - agents: The requested file of agents; the standard file is optional.
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
        self.agents = AgentLocation(path: agents ?? AgentLocation.standard, isRequired: agents != nil)
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
    /// Applies the configuration file's settings for connections.
    init(_ settings: DaemonSettings) {
        self.init()
        connections = settings.maxConnections
        connectionsPerUser = settings.maxConnectionsPerUser
    }
}
