package import MayflyCore

/// The steps that turn a copy of a profile's template into the root of one cell, in the order that the kernel needs.
package struct MountPlan: Hashable, Sendable {
    package var steps: [MountStep]

    /// The sizes of a session's files, each file rounded up to a page; `nil` for none.
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
    /// Pure: equal inputs give equal plans. The masks are where the scratch directory is shown later. The kept workspace goes into
    /// the scratch file system, and counts against the session's limits. Nobody approved the request's input files, so they are on a
    /// mount from which nothing can be executed.
    package init(limits: SessionLimits, executableScratch: Bool, payloads: Payloads, fillsWork: Bool = false) {
        steps =
            Self.proc
            + [.scratch(size: limits.disk, inodes: limits.inodes, executable: executableScratch, at: "work")]
            + Self.scratch
            + Self.payload("script", payloads.script, executable: true)
            + Self.payload("inputs", payloads.inputs, executable: false)
            + (fillsWork ? [.workspace("work")] : [])
    }

    /// Plans the root of a cell that is built ahead, whose session brings its files later.
    ///
    /// - Parameters:
    ///   - room: The most bytes that the script's files, or the input files, may take.
    ///   - bootstrap: The file that an interpreter loads when it is started ahead.
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

    /// Whether the request's input files have a file system of their own that forbids execution.
    package var hasPlainInputs: Bool {
        steps.contains { step in
            switch step {
            case .payload("inputs", _, _, let executable), .shelf("inputs", _, _, let executable): !executable
            default: false
            }
        }
    }

    /// The file that an interpreter loads when it is started ahead, if there is one.
    package var bootstrap: BootstrapFile? {
        steps.lazy.compactMap { step in if case .bootstrap(let file) = step { file } else { nil } }.first
    }

    /// The memory that the kernel may need beyond the files' pages.
    private static let slack = ByteCount.mebibytes(1)
    private static let inodes: UInt32 = 40_000

    private static func payload(_ name: String, _ size: ByteCount?, executable: Bool) -> [MountStep] {
        size.map { [.payload(name, size: .bytes($0.bytes + slack.bytes), inodes: inodes, executable: executable)] }
            ?? []
    }

    /// The cell's proc, read-only as a whole, with masks over what would tell about the host.
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
            // Whoever polls these is notified whenever any cell sets its names.
            "sys/kernel/hostname", "sys/kernel/domainname",
        ].map { .maskFile("proc/\($0)") }
        + [
            "acpi", "scsi", "asound", "irq", "bus", "driver", "fs", "tty", "pressure", "dynamic_debug", "sysvipc",
            "sys/fs", "sys/dev", "sys/kernel/pty",
        ].map {
            .maskDirectory("proc/\($0)")
        }

    /// The scratch directories; the last one covers the root of the file system that contains all four.
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
