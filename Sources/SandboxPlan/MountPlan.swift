package import MayflyCore

/// The steps that turn an empty directory into a cell's root, in the order the kernel needs them.
package struct MountPlan: Hashable, Sendable {
    package var steps: [MountStep]

    /// Plans a cell's root.
    ///
    /// Pure: equal inputs give equal plans. The root holds a copy of `payload`, which is the bundle's and the input files'
    /// bytes together. What a workspace holds goes into the scratch file system, and counts against the session's limits.
    package init(
        visible: [VisiblePath],
        limits: SessionLimits,
        executableScratch: Bool,
        payload: ByteCount,
        fillsWork: Bool = false
    ) {
        steps =
            [
                .scratch(size: limits.disk, inodes: limits.inodes, executable: executableScratch), .masks,
                .root(size: .bytes(payload.bytes + Self.rootSlack.bytes), inodes: Self.rootInodes),
            ]
            + Self.directories + Self.etc + Self.show(visible) + Self.devices + Self.proc + Self.scratch
            + [.script("script"), .inputs("inputs")] + (fillsWork ? [.workspace("work")] : []) + [.pivot, .sealRoot]
    }

    /// For directories, links and the made `/etc`; and rounding every copied file up to a page.
    private static let rootSlack = ByteCount.mebibytes(6)
    private static let rootInodes: UInt32 = 40_000

    private static let directories: [MountStep] = [
        "dev", "etc", "inputs", "outputs", "proc", "script", "tmp", "work",
    ].map { .directory($0) }

    private static let etc: [MountStep] = [
        .file(
            "etc/passwd",
            text:
                "mayfly:x:1000:1000:Mayfly session:/work:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n"
        ),
        .file("etc/group", text: "mayfly:x:1000:\nnogroup:x:65534:\n"),
        .file("etc/hosts", text: "127.0.0.1 localhost\n::1 localhost\n"),
        .file("etc/hostname", text: "mayfly\n"),
        .file("etc/nsswitch.conf", text: "passwd: files\ngroup: files\nhosts: files\n"),
        .file("etc/resolv.conf", text: ""),
    ]

    /// Parents of paths such as `/etc/alternatives` that no other step makes are made here.
    private static func show(_ visible: [VisiblePath]) -> [MountStep] {
        var made: Set<String> = ["etc"]
        return visible.flatMap { shown -> [MountStep] in
            let target = String(shown.path.drop { $0 == "/" })
            let parents = Self.parents(of: target).filter { made.insert($0).inserted }.map { MountStep.directory($0) }
            switch shown.kind {
            case .directory:
                made.insert(target)
                return parents + [.directory(target), .showDirectory(shown.path, at: target)]
            case .file: return parents + [.file(target, text: ""), .showFile(shown.path, at: target)]
            case .link(let link): return parents + [.link(target, target: link)]
            }
        }
    }

    private static func parents(of path: String) -> [String] {
        let parts = BundlePath.parts(of: path).dropLast()
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    private static let devices: [MountStep] =
        ["null", "zero", "full", "random", "urandom"].flatMap { name -> [MountStep] in
            [.file("dev/\(name)", text: ""), .device("/dev/\(name)", at: "dev/\(name)")]
        } + [
            .directory("dev/shm"), .link("dev/fd", target: "/proc/self/fd"),
            .link("dev/stdin", target: "/proc/self/fd/0"),
            .link("dev/stdout", target: "/proc/self/fd/1"), .link("dev/stderr", target: "/proc/self/fd/2"),
        ]

    /// Proc is read-only as a whole; these would tell about the host.
    private static let proc: [MountStep] =
        [.proc("proc")]
        + [
            "kcore", "keys", "key-users", "timer_list", "timer_stats", "sched_debug", "latency_stats", "kmsg",
            "slabinfo",
            "vmallocinfo", "pagetypeinfo", "interrupts", "softirqs", "kpagecount", "kpageflags", "kpagecgroup",
            "kallsyms",
            "iomem", "ioports", "modules", "cmdline", "sysrq-trigger", "config.gz", "bootconfig", "swaps", "locks",
            "diskstats",
            "partitions", "mdstat", "version_signature", "consoles",
            "sys/kernel/random/boot_id",
        ].map { .maskFile("proc/\($0)") }
        + ["acpi", "scsi", "asound", "irq", "bus", "driver", "fs", "tty", "pressure", "dynamic_debug", "sysvipc"].map {
            .maskDirectory("proc/\($0)")
        }

    private static let scratch: [MountStep] = [
        .scratchDirectory("work", at: "work", permissions: 0o700),
        .scratchDirectory("tmp", at: "tmp", permissions: 0o1777),
        .scratchDirectory("shm", at: "dev/shm", permissions: 0o1777),
        .scratchDirectory("outputs", at: "outputs", permissions: 0o700),
    ]
}

extension MountPlan: CustomStringConvertible {
    /// One line per step.
    package var description: String { steps.map { "\($0)\n" }.joined() }
}
