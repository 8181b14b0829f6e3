package import MayflyCore

/// The steps that turn a copy of a profile's template into one session's root, in the order the kernel needs them.
package struct MountPlan: Hashable, Sendable {
    package var steps: [MountStep]

    /// What a session brings along: how many bytes its files take, each rounded up to a page; `nil` when it has none.
    package struct Payloads: Hashable, Sendable {
        package var script: ByteCount?
        package var inputs: ByteCount?

        package init(script: ByteCount?, inputs: ByteCount?) {
            self.script = script
            self.inputs = inputs
        }
    }

    /// Plans a cell's root.
    ///
    /// Pure: equal inputs give equal plans. The masks lie where the scratch directory is shown later. What a workspace holds
    /// goes into the scratch file system, and counts against the session's limits. The request's files were approved by
    /// nobody: they are never executed where they are.
    package init(limits: SessionLimits, executableScratch: Bool, payloads: Payloads, fillsWork: Bool = false) {
        steps =
            Self.proc
            + [.scratch(size: limits.disk, inodes: limits.inodes, executable: executableScratch, at: "work")]
            + Self.scratch
            + Self.payload("script", payloads.script, executable: true)
            + Self.payload("inputs", payloads.inputs, executable: false)
            + (fillsWork ? [.workspace("work")] : [])
    }

    /// Plans the root of a cell that is built before it is known for which session: what it brings along comes later.
    ///
    /// - Parameters:
    ///   - room: The most bytes that the files of one kind may take.
    ///   - bootstrap: What an interpreter loads that starts ahead.
    package init(
        aheadWith limits: SessionLimits,
        executableScratch: Bool,
        room: ByteCount,
        bootstrap: BootstrapFile? = nil
    ) {
        self.init(
            limits: limits,
            executableScratch: executableScratch,
            payloads: Payloads(script: nil, inputs: nil)
        )
        let size = ByteCount.bytes(room.bytes + Self.slack.bytes)
        steps += [("script", true), ("inputs", false)].map {
            .shelf($0, size: size, inodes: Self.inodes, executable: $1)
        }
        if let bootstrap { steps.append(.bootstrap(bootstrap)) }
    }

    /// Whether files that the script writes may be executed.
    package var hasExecutableScratch: Bool {
        steps.contains { step in
            if case .scratch(_, _, let executable, _) = step { executable } else { false }
        }
    }

    /// Whether the request's files have a file system of their own of which nothing may be executed.
    package var hasPlainInputs: Bool {
        steps.contains { step in
            switch step {
            case .payload("inputs", _, _, let executable), .shelf("inputs", _, _, let executable): !executable
            default: false
            }
        }
    }

    /// What an interpreter loads that starts ahead, if it is a file.
    package var bootstrap: BootstrapFile? {
        steps.lazy.compactMap { step in if case .bootstrap(let file) = step { file } else { nil } }.first
    }

    /// What the kernel may count beside the files' pages.
    private static let slack = ByteCount.mebibytes(1)
    private static let inodes: UInt32 = 40_000

    private static func payload(_ name: String, _ size: ByteCount?, executable: Bool) -> [MountStep] {
        size.map { [.payload(name, size: .bytes($0.bytes + slack.bytes), inodes: inodes, executable: executable)] }
            ?? []
    }

    /// Proc is read-only as a whole; these would tell about the host.
    private static let proc: [MountStep] =
        [.proc("proc")]
        + [
            "kcore", "keys", "key-users", "timer_list", "timer_stats", "sched_debug", "schedstat", "latency_stats",
            "kmsg",
            "slabinfo",
            "vmallocinfo", "pagetypeinfo", "interrupts", "softirqs", "kpagecount", "kpageflags", "kpagecgroup",
            "kallsyms",
            "iomem", "ioports", "modules", "cmdline", "sysrq-trigger", "config.gz", "bootconfig", "swaps", "locks",
            "cgroups",
            "diskstats",
            "partitions", "mdstat", "version_signature", "consoles",
            "sys/kernel/random/boot_id",
            // Whoever watches them is told whenever any cell is given its name.
            "sys/kernel/hostname", "sys/kernel/domainname",
        ].map { .maskFile("proc/\($0)") }
        + [
            "acpi", "scsi", "asound", "irq", "bus", "driver", "fs", "tty", "pressure", "dynamic_debug", "sysvipc",
            "sys/fs", "sys/dev", "sys/kernel/pty",
        ].map {
            .maskDirectory("proc/\($0)")
        }

    /// The last one covers the file system that all four are parts of.
    private static let scratch: [MountStep] = [
        .scratchDirectory("tmp", at: "tmp", permissions: 0o1777),
        .scratchDirectory("shm", at: "dev/shm", permissions: 0o1777),
        .scratchDirectory("outputs", at: "outputs", permissions: 0o700),
        .scratchDirectory("work", at: "work", permissions: 0o700),
    ]
}

extension MountPlan: CustomStringConvertible {
    /// One line per step.
    package var description: String { steps.map { "\($0)\n" }.joined() }
}
