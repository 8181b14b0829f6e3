internal import LinuxSystem
internal import Sandbox
internal import WardenProtocol

/// Kills and removes what is left of an instance's cells at a time when none of them may live, and reports what stays.
enum Sweep {
    /// How long the sweep is tried, since the kernel takes a moment to end killed processes.
    private static let patience: Duration = .seconds(2)

    /// Kills every process in the cells' cgroups and removes these; tries for two seconds.
    ///
    /// - Returns: What stays, in the words of ``ControlGroupHost/sweep()``; empty when all is gone.
    static func run(_ host: ControlGroupHost) -> [String] {
        let deadline = Instant.now + patience
        while true {
            let left = host.sweep()
            if left.isEmpty || Instant.now >= deadline { return left }
            Pause.milliseconds(5)
        }
    }

    /// Adds mounts that are left, and writes everything that stays to standard error.
    ///
    /// - Parameter swept: What ``run(_:)`` returned.
    /// - Returns: What stays, for the daemon.
    static func conclude(_ swept: [String], _ mounts: HostMounts) -> [String] {
        let left = swept + look(in: mounts)
        report(left)
        return WardenDescription.bounded(left)
    }

    /// The cells' mounts in the host's table, one line each; a line of its own if the table cannot be read.
    private static func look(in mounts: HostMounts) -> [String] {
        guard let cells = mounts.cells() else { return ["mounts: /proc/self/mountinfo cannot be read"] }
        return cells.map { "mount: one named \(HostMounts.prefix)\($0) is in the host's table" }
    }

    /// Writes what stays to standard error.
    static func report(_ left: [String]) {
        for line in left { StandardError.write("mayfly-warden: left of a cell, and cannot be removed: \(line)") }
    }
}
