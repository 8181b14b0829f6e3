package import MayflyCore
internal import SandboxPlan

extension ControlGroup {
    /// Fills in what the cgroup counted.
    ///
    /// A file that the kernel does not offer leaves its field `nil`.
    package func measure(_ usage: inout Usage) {
        usage.oomKills = oomKills
        switch version {
        case .v2: measureUnified(&usage)
        case .v1: measureLegacy(&usage)
        }
    }

    /// Processor time of the whole cell so far.
    package var cpuTotal: Duration? {
        switch version {
        case .v2: number(.cpu, "cpu.stat", "usage_usec").map { .microseconds($0) }
        case .v1: number(.cpuacct, "cpuacct.usage").map { .nanoseconds($0) }
        }
    }

    /// Memory of the whole cell now.
    package var memoryNow: ByteCount? {
        number(.memory, version == .v2 ? "memory.current" : "memory.usage_in_bytes").map { .bytes($0) }
    }

    /// Processes and threads of the whole cell now.
    package var pidsNow: UInt64? { number(.pids, "pids.current") }

    /// How many processes the kernel has killed for memory.
    package var oomKills: UInt64? {
        switch version {
        case .v2: number(.memory, "memory.events", "oom_kill")
        case .v1: number(.memory, "memory.oom_control", "oom_kill")
        }
    }

    /// Whether the cell's own memory limit stood in the way; of limits above it, and of the host's memory, this tells nothing.
    ///
    /// On v2 it is the kernel's word. On v1 the kernel counts no refusals of the limit with swap, and what was used at most tells: the
    /// cache of files that were read included.
    package var hasReachedMemoryLimit: Bool? {
        guard version == .v1 else { return number(.memory, "memory.events", "oom").map { $0 > 0 } }
        let peaks = ["memory.max_usage_in_bytes", "memory.memsw.max_usage_in_bytes"]
        guard let peak = peaks.compactMap({ number(.memory, $0) }).max(),
            let limit = number(.memory, "memory.limit_in_bytes")
        else { return nil }
        return peak.addingReportingOverflow(Self.mostAtOnce).partialValue >= limit
    }

    /// More than the kernel ever asks for at once, in bytes.
    private static let mostAtOnce: UInt64 = 1 << 20

    /// The file that ``oomKills`` is read from.
    package var oomSource: String { version == .v2 ? "memory.events" : "memory.oom_control" }

    /// How often a fork was refused because of the cell's own `pids.max`.
    ///
    /// On v1, and on v2 before Linux 6.11, the same number counts what a limit above the cell refused: one that never had so
    /// many processes was not refused by its own.
    package var pidsRefused: UInt64? {
        let refused = number(.pids, "pids.events", "max")
        guard refused ?? 0 > 0, let peak = number(.pids, "pids.peak"), let most = number(.pids, "pids.max") else {
            return refused
        }
        return peak < most ? 0 : refused
    }

    private func measureUnified(_ usage: inout Usage) {
        // One reading: each makes the kernel add up what all processors have counted.
        let processor = text(.cpu, "cpu.stat")
        usage.cpuTotal = processor?.number(after: "usage_usec").map { .microseconds($0) }
        usage.cpuUser = processor?.number(after: "user_usec").map { .microseconds($0) }
        usage.cpuSystem = processor?.number(after: "system_usec").map { .microseconds($0) }
        usage.throttled = processor?.number(after: "throttled_usec").map { .microseconds($0) }
        usage.memoryPeak = number(.memory, "memory.peak").map { .bytes($0) }
        usage.pidsPeak = number(.pids, "pids.peak")
        if let text = text(.io, "io.stat") {
            usage.ioRead = .bytes(text.sum(behind: "rbytes="))
            usage.ioWritten = .bytes(text.sum(behind: "wbytes="))
        }
    }

    private func measureLegacy(_ usage: inout Usage) {
        usage.cpuTotal = cpuTotal
        usage.cpuUser = number(.cpuacct, "cpuacct.usage_user").map { .nanoseconds($0) }
        usage.cpuSystem = number(.cpuacct, "cpuacct.usage_sys").map { .nanoseconds($0) }
        usage.throttled = number(.cpu, "cpu.stat", "throttled_time").map { .nanoseconds($0) }
        usage.memoryPeak = number(.memory, "memory.max_usage_in_bytes").map { .bytes($0) }
        usage.pidsPeak = number(.pids, "pids.peak")
        if let text = text(.io, "blkio.throttle.io_service_bytes_recursive") {
            usage.ioRead = .bytes(text.sum(of: "Read"))
            usage.ioWritten = .bytes(text.sum(of: "Write"))
        }
    }
}
