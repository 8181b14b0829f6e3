internal import LinuxSystem
internal import Sandbox
internal import WardenProtocol

/// Ends and removes what is left of an instance's cells, when none of them is to live, and says what stays.
enum Sweep {
    /// How long it is tried: the kernel takes a moment to end what was killed.
    private static let patience: Duration = .seconds(2)

    /// Kills every process in a cell's cgroup and removes that; tries for two seconds.
    ///
    /// - Returns: What stays, as ``ControlGroupHost/sweep()`` says it; empty when all is gone.
    static func run(_ host: ControlGroupHost) -> [String] {
        let deadline = Instant.now + patience
        while true {
            let left = host.sweep()
            if left.isEmpty || Instant.now >= deadline { return left }
            Pause.milliseconds(5)
        }
    }

    /// Adds what is left of mounts, and says all of it on standard error.
    ///
    /// - Parameter swept: What ``run(_:)`` said.
    /// - Returns: What stays, as the daemon is told.
    static func conclude(_ swept: [String], _ mounts: HostMounts) -> [String] {
        let left = swept + look(in: mounts)
        report(left)
        return WardenDescription.bounded(left)
    }

    /// What the host's table of mounts has of cells, one line each; that it cannot be read is one too.
    private static func look(in mounts: HostMounts) -> [String] {
        guard let cells = mounts.cells() else { return ["mounts: /proc/self/mountinfo cannot be read"] }
        return cells.map { "mount: one named \(HostMounts.prefix)\($0) is in the host's table" }
    }

    /// Says on standard error what stays.
    static func report(_ left: [String]) {
        for line in left { StandardError.write("mayfly-warden: left of a cell, and cannot be removed: \(line)") }
    }
}
