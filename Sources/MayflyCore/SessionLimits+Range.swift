extension SessionLimits {
    /// The smallest values under which a cell can still be built and do something.
    package static let floor = SessionLimits(
        wall: .milliseconds(10),
        cpuTime: .milliseconds(10),
        cpus: CPURate(millicpus: 10),
        memory: .mebibytes(4),
        pids: 2,
        disk: .kibibytes(64),
        inodes: 16,
        openFiles: 8,
        output: .bytes(0),
        artifacts: .bytes(0),
        artifactCount: 0
    )

    /// The largest values that a profile may have.
    package static let ceiling = SessionLimits(
        wall: .seconds(7 * 86_400),
        cpuTime: .seconds(30 * 86_400),
        cpus: CPURate(millicpus: 1_024_000),
        memory: .mebibytes(1 << 22),
        pids: 32_768,
        disk: .mebibytes(1 << 20),
        inodes: 16_777_216,
        openFiles: 65_536,
        output: .mebibytes(1 << 14),
        artifacts: .mebibytes(1 << 14),
        artifactCount: 100_000
    )

    /// The limits that are larger than in `bound`.
    package func exceeding(_ bound: SessionLimits) -> [LimitName] {
        LimitName.allCases.filter { exceeds(bound, in: $0) }
    }

    private func exceeds(_ bound: SessionLimits, in name: LimitName) -> Bool {
        switch name {
        case .wall: wall > bound.wall
        case .cpuTime: cpuTime > bound.cpuTime
        case .cpus: cpus > bound.cpus
        case .memory: memory > bound.memory
        case .pids: pids > bound.pids
        case .disk: disk > bound.disk
        case .inodes: inodes > bound.inodes
        case .openFiles: openFiles > bound.openFiles
        case .output: output > bound.output
        case .artifacts: artifacts > bound.artifacts
        case .artifactCount: artifactCount > bound.artifactCount
        }
    }
}
