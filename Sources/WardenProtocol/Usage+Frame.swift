package import MayflyCore

extension Usage: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        for time in [wall, cpuUser, cpuSystem, cpuTotal, throttled] { frame.optional(time) { $0.duration($1) } }
        let counts = [
            memoryPeak?.bytes, oomKills, pidsPeak, diskBytes?.bytes, diskInodes, ioRead?.bytes, ioWritten?.bytes,
            voluntarySwitches, involuntarySwitches,
        ]
        for count in counts { frame.optional(count) { $0.integer($1) } }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init()
        wall = try frame.optionalDuration("usage.wall")
        cpuUser = try frame.optionalDuration("usage.cpu_user")
        cpuSystem = try frame.optionalDuration("usage.cpu_system")
        cpuTotal = try frame.optionalDuration("usage.cpu_total")
        throttled = try frame.optionalDuration("usage.throttled")
        memoryPeak = try frame.optionalCount("usage.memory_peak").map { .bytes($0) }
        oomKills = try frame.optionalCount("usage.oom_kills")
        pidsPeak = try frame.optionalCount("usage.pids_peak")
        diskBytes = try frame.optionalCount("usage.disk_bytes").map { .bytes($0) }
        diskInodes = try frame.optionalCount("usage.disk_inodes")
        ioRead = try frame.optionalCount("usage.io_read").map { .bytes($0) }
        ioWritten = try frame.optionalCount("usage.io_written").map { .bytes($0) }
        voluntarySwitches = try frame.optionalCount("usage.voluntary_switches")
        involuntarySwitches = try frame.optionalCount("usage.involuntary_switches")
    }
}
