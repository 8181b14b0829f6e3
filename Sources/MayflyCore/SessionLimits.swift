/// All limits of a session.
///
/// A profile's limits are the most that its sessions get; a request may only tighten them.
package struct SessionLimits: Hashable, Sendable, Codable {
    package var wall: Duration
    package var cpuTime: Duration
    package var cpus: CPURate
    package var memory: ByteCount
    package var pids: UInt32
    package var disk: ByteCount
    package var inodes: UInt32
    package var openFiles: UInt32
    package var output: ByteCount
    package var artifacts: ByteCount
    package var artifactCount: UInt32

    package init(
        wall: Duration,
        cpuTime: Duration,
        cpus: CPURate,
        memory: ByteCount,
        pids: UInt32,
        disk: ByteCount,
        inodes: UInt32,
        openFiles: UInt32,
        output: ByteCount,
        artifacts: ByteCount,
        artifactCount: UInt32
    ) {
        self.wall = wall
        self.cpuTime = cpuTime
        self.cpus = cpus
        self.memory = memory
        self.pids = pids
        self.disk = disk
        self.inodes = inodes
        self.openFiles = openFiles
        self.output = output
        self.artifacts = artifacts
        self.artifactCount = artifactCount
    }
}

extension SessionLimits {
    /// A limit and its value as text, for example `(.memory, "256Mi")`.
    package typealias Entry = (name: LimitName, value: String)

    /// All limits in the order of ``LimitName``.
    package var entries: [Entry] { LimitName.allCases.map { ($0, text(of: $0)) } }

    /// The value of one limit, in the form of profiles.
    package func text(of name: LimitName) -> String {
        switch name {
        case .wall: wall.text
        case .cpuTime: cpuTime.text
        case .cpus: cpus.description
        case .memory: memory.description
        case .pids: "\(pids)"
        case .disk: disk.description
        case .inodes: "\(inodes)"
        case .openFiles: "\(openFiles)"
        case .output: output.description
        case .artifacts: artifacts.description
        case .artifactCount: "\(artifactCount)"
        }
    }
}
