/// An operator's named set of limits, isolation and runtimes.
package struct Profile: Hashable, Sendable {
    package var name: ProfileName
    /// One sentence for people.
    package var summary: String
    package var limits: SessionLimits
    /// The time between `SIGTERM` and the end of a session that must stop.
    package var grace: Duration
    package var onOutputLimit: LimitResponse
    package var onDiskLimit: LimitResponse
    package var onPIDsLimit: LimitResponse
    package var network: NetworkMode
    package var systemCalls: SystemCallSource
    /// What happens when the policy refuses a system call, besides the call's error.
    package var onDeniedCall: LimitResponse
    /// Whether files in `/work` and `/tmp` may be executed.
    package var executableScratch: Bool
    /// Host paths that a cell shows read-only, at the same places.
    package var visiblePaths: [String]
    /// How fast a cell may read from the disks behind these paths; `nil` for no limit.
    package var io: DiskRate?
    package var runtimes: [RuntimeName: Runtime]
    /// Names of environment variables that a request may set.
    package var environment: [String]
    /// The most sessions of this profile that may live at once.
    package var concurrency: UInt32
    /// What the approvals of a script must fulfil before it may run under this profile.
    package var approvals: ApprovalPolicy
    /// What sessions may carry over from one to the next; `nil` if nothing carries over.
    package var workspace: WorkspaceQuota?
    /// The most bytes of a stream that becomes an artifact because not all of it is kept; `nil` if no stream does.
    package var spill: ByteCount?
    /// The allowed range of ``spill``.
    package static let spillable = ByteCount.mebibytes(1)...ByteCount.mebibytes(1024)
    /// What is built ahead of sessions; `nil` for nothing.
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
