internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyStore

/// The resources that a session used, as JSON.
enum UsageReply {
    /// The usage; a resource that the kernel does not count is `null`.
    static func json(_ usage: Usage, _ record: SessionRecord) -> JSON {
        let total = record.stdout.total.bytes + record.stderr.total.bytes
        let dropped = record.stdout.dropped.bytes + record.stderr.dropped.bytes
        return .record([
            "wall_ms": .milliseconds(usage.wall),
            "cpu_ms": .milliseconds(usage.cpuTotal),
            "cpu_user_ms": .milliseconds(usage.cpuUser),
            "cpu_system_ms": .milliseconds(usage.cpuSystem),
            "throttled_ms": .milliseconds(usage.throttled),
            "memory_peak_bytes": usage.memoryPeak.map { .bytes($0) },
            "oom_kills": usage.oomKills.map { .integer($0) },
            "pids_peak": usage.pidsPeak.map { .integer($0) },
            "disk_bytes": usage.diskBytes.map { .bytes($0) },
            "disk_inodes": usage.diskInodes.map { .integer($0) },
            "io_read_bytes": usage.ioRead.map { .bytes($0) },
            "io_written_bytes": usage.ioWritten.map { .bytes($0) },
            "output_bytes": .integer(total),
            "output_dropped_bytes": .integer(dropped),
            "voluntary_switches": usage.voluntarySwitches.map { .integer($0) },
            "involuntary_switches": usage.involuntarySwitches.map { .integer($0) },
        ])
    }
}
