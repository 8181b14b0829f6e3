package import MayflyCore

/// What the warden saw of a session: everything that its verdict rests on, and nothing the script said.
package struct SessionEvidence: Hashable, Sendable {
    /// How a process ended, told apart by waitid(2), never by a number.
    package enum Exit: Hashable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// A set-up step that failed.
    package struct SetupFailure: Hashable, Sendable {
        package var stage: SetupStage
        /// For example `EPERM`.
        package var errno: String
        /// What the step was applied to, for example `show /usr at usr`.
        package var subject: String

        package init(stage: SetupStage, errno: String, subject: String) {
            self.stage = stage
            self.errno = errno
            self.subject = subject
        }
    }

    package var limits: SessionLimits
    /// The limits at which the profile ends a session, among those that the kernel only refuses at: pids, disk, inodes.
    package var endingLimits: Set<LimitName>
    package var setupFailure: SetupFailure?
    /// Why the warden ended the session, if it did.
    package var cause: EndCause?
    /// How the script's main process ended, as pid 1 of the cell saw it.
    package var mainExit: Exit?
    /// How pid 1 itself ended.
    package var keeperExit: Exit?
    /// From the start to the end.
    package var wall: Duration
    package var cpuTotal: Duration?
    /// The same when the script's main process ended, without what it takes to end and free everything; `nil` where that was not seen.
    package var cpuAtExit: Duration?
    /// Where `oom_kill` was read, for example `memory.events`.
    package var oomSource = "memory.events"
    package var oomKills: UInt64 = 0
    /// Whether its own memory limit stood in the way; `nil` where the kernel does not say.
    package var hasReachedMemoryLimit: Bool?
    package var pidsRefused: UInt64 = 0
    package var diskFull: Bool = false
    package var inodesFull: Bool = false
    /// What was measured: of it the verdict says the most that was used of a limit.
    package var usage = Usage()

    /// Whether the kernel killed for want of memory that the session itself was allowed: the host, or a limit above, had none left.
    package var isHostOutOfMemory: Bool { oomKills > 0 && hasReachedMemoryLimit == false }

    package init(limits: SessionLimits, endingLimits: Set<LimitName> = [], wall: Duration) {
        self.limits = limits
        self.endingLimits = endingLimits
        self.wall = wall
    }
}
