package import MayflyCore

/// Why the warden ended a session, or counts it as ended by a limit.
///
/// The first cause wins.
package enum EndCause: Hashable, Sendable {
    /// The wall-clock timer fired.
    case wall
    /// The script ended by itself after its wall-clock time, while the warden was too busy to handle the timer.
    case overran
    /// The cgroup's processor time passed the limit.
    case cpuTime
    /// The kernel killed a process because the session reached its own memory limit.
    case memory
    /// The kernel killed a process although the session was below its limit: the host, or a cgroup above the cell, had no memory left.
    case hostMemory
    /// The number of processes reached the limit, and the profile ends a session for that.
    case pids
    /// The scratch file system had no bytes or no inodes left, and the profile ends a session for that.
    case disk(LimitName)
    /// The daemon counted more output than allowed, and the profile ends a session for that.
    case output(limit: ByteCount, observed: ByteCount)
    /// The filter refused a system call, and the profile ends a session for that.
    case deniedCall(String)
    /// Somebody ordered it.
    case killed(by: String, reason: String)
    /// The approval was revoked.
    case revoked(by: String, reason: String)
    /// The decision that let it through ceased to hold before its script started.
    case refused(LaunchRefusal)
    /// The daemon is stopping.
    case shutdown
}
