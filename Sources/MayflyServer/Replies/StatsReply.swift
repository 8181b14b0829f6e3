internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService

/// The resources that a session uses now, as JSON.
enum StatsReply {
    /// One sample as a piece of a stream, from which no client can resume.
    static func document(_ stats: SessionStats) -> EventDocument { EventDocument(id: nil, json: json(stats)) }

    /// One sample; a resource that the kernel does not count, or that nothing uses, is `null`.
    static func json(_ stats: SessionStats) -> JSON {
        let used = stats.sample?.used
        return .record([
            "session": .string(stats.session.text),
            "t": .moment(stats.at),
            "state": .string(stats.state.rawValue),
            "wall_ms": .milliseconds(used?.wall),
            "cpu_ms": .milliseconds(used?.cpuTotal),
            "cpu_user_ms": .milliseconds(used?.cpuUser),
            "cpu_system_ms": .milliseconds(used?.cpuSystem),
            "throttled_ms": .milliseconds(used?.throttled),
            "memory_bytes": stats.sample?.memory.map { .bytes($0) },
            "memory_peak_bytes": used?.memoryPeak.map { .bytes($0) },
            "pids": stats.sample?.pids.map { .integer($0) },
            "pids_peak": used?.pidsPeak.map { .integer($0) },
            "disk_bytes": used?.diskBytes.map { .bytes($0) },
            "disk_inodes": used?.diskInodes.map { .integer($0) },
            "io_read_bytes": used?.ioRead.map { .bytes($0) },
            "io_written_bytes": used?.ioWritten.map { .bytes($0) },
            "stdout_bytes": .bytes(stats.stdout),
            "stderr_bytes": .bytes(stats.stderr),
        ])
    }
}
