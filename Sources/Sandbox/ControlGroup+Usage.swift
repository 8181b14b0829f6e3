package import MayflyCore
internal import SandboxPlan

extension ControlGroup {
    /// Fills in what the cgroup counted.
    ///
    /// A file that the kernel does not offer leaves its field `nil`.
    package func measure(_ usage: inout Usage) {
        usage.cpuTotal = cpuTotal
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

    /// The file that ``oomKills`` is read from.
    package var oomSource: String { version == .v2 ? "memory.events" : "memory.oom_control" }

    /// How often a fork was refused because of `pids.max`.
    package var pidsRefused: UInt64? { number(.pids, "pids.events", "max") }

    private func measureUnified(_ usage: inout Usage) {
        usage.cpuUser = number(.cpu, "cpu.stat", "user_usec").map { .microseconds($0) }
        usage.cpuSystem = number(.cpu, "cpu.stat", "system_usec").map { .microseconds($0) }
        usage.throttled = number(.cpu, "cpu.stat", "throttled_usec").map { .microseconds($0) }
        usage.memoryPeak = number(.memory, "memory.peak").map { .bytes($0) }
        usage.pidsPeak = number(.pids, "pids.peak")
        if let text = text(.io, "io.stat") {
            usage.ioRead = .bytes(text.sum(behind: "rbytes="))
            usage.ioWritten = .bytes(text.sum(behind: "wbytes="))
        }
    }

    private func measureLegacy(_ usage: inout Usage) {
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
