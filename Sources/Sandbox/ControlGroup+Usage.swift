package import MayflyCore
internal import SandboxPlan

extension ControlGroup {
    /// Fills in what the cgroup has counted.
    ///
    /// Where the kernel lacks a file, the field stays `nil`.
    package func measure(_ usage: inout Usage) {
        usage.oomKills = oomKills
        switch version {
        case .v2: measureUnified(&usage)
        case .v1: measureLegacy(&usage)
        }
    }

    /// The processor time of the whole cell so far.
    package var cpuTotal: Duration? {
        switch version {
        case .v2: number(.cpu, "cpu.stat", "usage_usec").map { .microseconds($0) }
        case .v1: number(.cpuacct, "cpuacct.usage").map { .nanoseconds($0) }
        }
    }

    /// The memory of the whole cell now.
    package var memoryNow: ByteCount? {
        number(.memory, version == .v2 ? "memory.current" : "memory.usage_in_bytes").map { .bytes($0) }
    }

    /// The number of processes and threads in the cell now.
    package var pidsNow: UInt64? { number(.pids, "pids.current") }

    /// How many processes the kernel has killed because memory ran out.
    package var oomKills: UInt64? {
        switch version {
        case .v2: number(.memory, "memory.events", "oom_kill")
        case .v1: number(.memory, "memory.oom_control", "oom_kill")
        }
    }

    /// Whether the cell has reached its own memory limit, as opposed to a limit above it or the end of the host's memory.
    ///
    /// On v2 the kernel says so. On v1 it does not count how often the limit with swap refused memory: the peak usage has to tell,
    /// although it includes the cache of files that were read.
    package var hasReachedMemoryLimit: Bool? {
        guard version == .v1 else { return number(.memory, "memory.events", "oom").map { $0 > 0 } }
        let peaks = ["memory.max_usage_in_bytes", "memory.memsw.max_usage_in_bytes"]
        guard let peak = peaks.compactMap({ number(.memory, $0) }).max(),
            let limit = number(.memory, "memory.limit_in_bytes")
        else { return nil }
        return peak.addingReportingOverflow(Self.mostAtOnce).partialValue >= limit
    }

    /// More bytes than the kernel ever requests at once.
    private static let mostAtOnce: UInt64 = 1 << 20

    /// The file that ``oomKills`` is read from.
    package var oomSource: String { version == .v2 ? "memory.events" : "memory.oom_control" }

    /// How often a fork was refused because of the cell's own `pids.max`.
    ///
    /// On v1, and on v2 before Linux 6.11, the counter includes refusals by a limit above the cell: a cell whose peak is below its
    /// own limit was never refused by that.
    package var pidsRefused: UInt64? {
        let refused = number(.pids, "pids.events", "max")
        guard refused ?? 0 > 0, let peak = number(.pids, "pids.peak"), let most = number(.pids, "pids.max") else {
            return refused
        }
        return peak < most ? 0 : refused
    }

    private func measureUnified(_ usage: inout Usage) {
        // Reads the file once, because each reading makes the kernel sum up the counters of all processors.
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
