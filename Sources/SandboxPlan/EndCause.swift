package import MayflyCore

/// Why the warden ended a session that had not ended by itself.
///
/// The first cause wins.
package enum EndCause: Hashable, Sendable {
    /// The wall-clock timer fired.
    case wall
    /// The script has ended by itself, after its wall-clock time, and before the timer of a warden that was busy fired.
    case overran
    /// The cgroup's processor time passed the limit.
    case cpuTime
    /// The kernel killed for memory: of the session's own limit.
    case memory
    /// The kernel killed for memory that the session was allowed: the host, or a cgroup above the cell's, had none left.
    case hostMemory
    /// The number of processes reached the limit, and the profile ends a session for that.
    case pids
    /// The scratch file system was full, and the profile ends a session for that; bytes or inodes.
    case disk(LimitName)
    /// More output than allowed, counted by the daemon, and the profile ends a session for that.
    case output(limit: ByteCount, observed: ByteCount)
    /// The filter refused a system call, and the profile ends a session for that.
    case deniedCall(String)
    /// Somebody asked for it.
    case killed(by: String, reason: String)
    /// The approval was revoked.
    case revoked(by: String, reason: String)
    /// What it was let through by stopped to hold before its script started.
    case refused(LaunchRefusal)
    /// The daemon is stopping.
    case shutdown
}
