package import MayflyCore

/// The values that are written to a cell's control files before its first process exists.
package struct ControlGroupPlan: Hashable, Sendable, CustomStringConvertible {
    package var writes: [ControlGroupWrite]

    /// Pure: equal inputs give equal plans.
    ///
    /// `pids` counts pid 1 too, so that a script that may have N processes gets a limit of N + 1.
    package init(
        _ limits: SessionLimits,
        disk: DiskPlan? = nil,
        network: NetworkMode = .none,
        version: ControlGroupVersion
    ) {
        writes = (version == .v2 ? Self.unified(limits) : Self.legacy(limits, network)) + (disk?.writes(version) ?? [])
    }

    package var description: String { writes.map { "\($0)\n" }.joined() }

    /// The length of one period of the processor limit, in microseconds.
    private static let period: UInt64 = 100_000

    private static func quota(_ rate: CPURate) -> UInt64 { max(1_000, UInt64(rate.millicpus) * period / 1_000) }

    private static func unified(_ limits: SessionLimits) -> [ControlGroupWrite] {
        [
            ControlGroupWrite(.memory, "memory.max", "\(limits.memory.bytes)"),
            ControlGroupWrite(.memory, "memory.swap.max", "0", isOptional: true),
            ControlGroupWrite(.memory, "memory.zswap.max", "0", isOptional: true),
            ControlGroupWrite(.memory, "memory.oom.group", "1"),
            ControlGroupWrite(.pids, "pids.max", "\(limits.pids + 1)"),
            ControlGroupWrite(.cpu, "cpu.max", "\(quota(limits.cpus)) \(period)"),
        ]
    }

    /// The writes for v1.
    ///
    /// `memory.memsw` follows `memory.limit`, below which the kernel does not let it be. The buffers of TCP sockets have a counter of
    /// their own, which counts only once it has a limit.
    private static func legacy(_ limits: SessionLimits, _ network: NetworkMode) -> [ControlGroupWrite] {
        let sockets = "memory.kmem.tcp.limit_in_bytes"
        return
            (network == .loopback
            ? [ControlGroupWrite(.memory, sockets, "\(limits.memory.bytes)", isOptional: true)] : []) + [
                ControlGroupWrite(.memory, "memory.limit_in_bytes", "\(limits.memory.bytes)"),
                ControlGroupWrite(.memory, "memory.memsw.limit_in_bytes", "\(limits.memory.bytes)", isOptional: true),
                ControlGroupWrite(.memory, "memory.swappiness", "0", isOptional: true),
                ControlGroupWrite(.pids, "pids.max", "\(limits.pids + 1)"),
                ControlGroupWrite(.cpu, "cpu.cfs_period_us", "\(period)"),
                ControlGroupWrite(.cpu, "cpu.cfs_quota_us", "\(quota(limits.cpus))"),
            ]
    }
}
