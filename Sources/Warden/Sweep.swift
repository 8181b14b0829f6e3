internal import Glibc
internal import LinuxSystem
internal import Sandbox

/// Ends and removes what an earlier warden of the same instance left in the cgroup hierarchies.
enum Sweep {
    /// Kills every process in a cell's directory and removes it; tries for two seconds.
    static func run(_ host: ControlGroupHost) {
        let deadline = Instant.now + .seconds(2)
        while !host.sweep(), Instant.now < deadline { Pause.milliseconds(5) }
    }
}
