package import MayflyCore

/// What the warden observed of a session: everything that its verdict rests on, and nothing that the script said.
package struct SessionEvidence: Hashable, Sendable {
    /// How a process ended, as waitid(2) distinguishes it.
    package enum Exit: Hashable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// A set-up step that failed.
    package struct SetupFailure: Hashable, Sendable {
        package var stage: SetupStage
        /// The errno's name, for example `EPERM`.
        package var errno: String
        /// The subject of the step, for example `show /usr at usr`.
        package var subject: String

        package init(stage: SetupStage, errno: String, subject: String) {
            self.stage = stage
            self.errno = errno
            self.subject = subject
        }
    }

    package var limits: SessionLimits
    /// The limits of pids, disk and inodes at which the profile ends a session; at others the kernel only refuses.
    package var endingLimits: Set<LimitName>
    package var setupFailure: SetupFailure?
    /// Why the warden ended the session, if it did.
    package var cause: EndCause?
    /// How the script's main process ended, as pid 1 of the cell saw it.
    package var mainExit: Exit?
    /// How pid 1 itself ended.
    package var keeperExit: Exit?
    /// The time from the start to the end.
    package var wall: Duration
    package var cpuTotal: Duration?
    /// The processor time at the end of the script's main process, before the cell's teardown; `nil` where that moment was not observed.
    package var cpuAtExit: Duration?
    /// The file that `oom_kill` was read from, for example `memory.events`.
    package var oomSource = "memory.events"
    package var oomKills: UInt64 = 0
    /// Whether the cell has reached its own memory limit; `nil` where the kernel does not say.
    package var hasReachedMemoryLimit: Bool?
    package var pidsRefused: UInt64 = 0
    package var diskFull: Bool = false
    package var inodesFull: Bool = false
    /// The measured usage; the verdict quotes the peak of the limit that was reached.
    package var usage = Usage()

    /// Whether the kernel killed for memory although the session's own limit was not reached.
    package var isHostOutOfMemory: Bool { oomKills > 0 && hasReachedMemoryLimit == false }

    package init(limits: SessionLimits, endingLimits: Set<LimitName> = [], wall: Duration) {
        self.limits = limits
        self.endingLimits = endingLimits
        self.wall = wall
    }
}
