/// An operator's named set of limits, isolation and runtimes.
package struct Profile: Hashable, Sendable {
    package var name: ProfileName
    /// One sentence for people.
    package var summary: String
    package var limits: SessionLimits
    /// Between `SIGTERM` and the end, once a session has to stop.
    package var grace: Duration
    package var onOutputLimit: LimitResponse
    package var onDiskLimit: LimitResponse
    package var onPIDsLimit: LimitResponse
    package var network: NetworkMode
    package var systemCalls: SystemCallSource
    /// What a system call that the policy refuses means for the session, besides its error.
    package var onDeniedCall: LimitResponse
    /// Whether files in `/work` and `/tmp` may be executed.
    package var executableScratch: Bool
    /// Host paths that a cell shows, read-only, at the same place.
    package var visiblePaths: [String]
    /// How fast a cell may read from the disks behind these paths; `nil` for as fast as they are.
    package var io: DiskRate?
    package var runtimes: [RuntimeName: Runtime]
    /// Names of environment variables a request may set.
    package var environment: [String]
    /// Sessions of this profile that may live at once.
    package var concurrency: UInt32
    /// What approvals have to be like for a script to run under it.
    package var approvals: ApprovalPolicy
    /// What sessions may keep from one to the next; `nil` where nothing carries over.
    package var workspace: WorkspaceQuota?
    /// The most bytes of one stream that become an artifact when they are more than is kept; `nil` where none do.
    package var spill: ByteCount?
    /// What ``spill`` may be.
    package static let spillable = ByteCount.mebibytes(1)...ByteCount.mebibytes(1024)
    /// What is built ahead of its sessions; `nil` for nothing.
    package var warm: WarmPools?

    package init(
        name: ProfileName,
        summary: String,
        limits: SessionLimits,
        grace: Duration,
        onOutputLimit: LimitResponse,
        onDiskLimit: LimitResponse,
        onPIDsLimit: LimitResponse,
        network: NetworkMode,
        systemCalls: SystemCallSource,
        onDeniedCall: LimitResponse,
        executableScratch: Bool,
        visiblePaths: [String],
        io: DiskRate? = nil,
        runtimes: [RuntimeName: Runtime],
        environment: [String],
        concurrency: UInt32,
        approvals: ApprovalPolicy = ApprovalPolicy(),
        workspace: WorkspaceQuota? = nil,
        spill: ByteCount? = nil,
        warm: WarmPools? = nil
    ) {
        self.name = name
        self.summary = summary
        self.limits = limits
        self.grace = grace
        self.onOutputLimit = onOutputLimit
        self.onDiskLimit = onDiskLimit
        self.onPIDsLimit = onPIDsLimit
        self.network = network
        self.systemCalls = systemCalls
        self.onDeniedCall = onDeniedCall
        self.executableScratch = executableScratch
        self.visiblePaths = visiblePaths
        self.io = io
        self.runtimes = runtimes
        self.environment = environment
        self.concurrency = concurrency
        self.approvals = approvals
        self.workspace = workspace
        self.spill = spill
        self.warm = warm
    }
}
