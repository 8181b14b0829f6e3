package import MayflyCore

extension SessionLimits: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.duration(wall)
        frame.duration(cpuTime)
        frame.integer(cpus.millicpus)
        frame.integer(memory.bytes)
        frame.integer(pids)
        frame.integer(disk.bytes)
        frame.integer(inodes)
        frame.integer(openFiles)
        frame.integer(output.bytes)
        frame.integer(artifacts.bytes)
        frame.integer(artifactCount)
    }

    /// Refuses limits outside ``SessionLimits/floor``…``SessionLimits/ceiling``.
    package init(from frame: inout FrameReader) throws(FrameError) {
        let limits = SessionLimits(
            wall: try frame.duration("limits.wall"),
            cpuTime: try frame.duration("limits.cpu_time"),
            cpus: CPURate(millicpus: try frame.integer("limits.cpus")),
            memory: .bytes(try frame.integer("limits.memory")),
            pids: try frame.integer("limits.pids"),
            disk: .bytes(try frame.integer("limits.disk")),
            inodes: try frame.integer("limits.inodes"),
            openFiles: try frame.integer("limits.open_files"),
            output: .bytes(try frame.integer("limits.output")),
            artifacts: .bytes(try frame.integer("limits.artifacts")),
            artifactCount: try frame.integer("limits.artifact_count")
        )
        let outside = limits.exceeding(.ceiling) + SessionLimits.floor.exceeding(limits)
        if let name = outside.first { throw .invalid(field: "limits.\(name.rawValue)") }
        self = limits
    }
}
