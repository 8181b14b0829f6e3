/// The name of one limit, as profiles, requests, verdicts and `limits_hit` write it.
package enum LimitName: String, CaseIterable, Hashable, Sendable, Codable {
    /// Wall-clock time since the script's start.
    case wall
    /// Processor time of the whole cell.
    case cpuTime = "cpu_time"
    /// Processor time per unit of wall time.
    case cpus
    /// Memory of the whole cell, including kernel memory and tmpfs.
    case memory
    /// Processes and threads.
    case pids
    /// Bytes in `/work`, `/tmp`, `/dev/shm` and `/outputs` together.
    case disk
    /// Files and directories in the same places.
    case inodes
    /// Open descriptors per process.
    case openFiles = "open_files"
    /// Bytes of standard output and standard error together.
    case output
    /// Bytes of all collected files together.
    case artifacts
    /// Number of collected files.
    case artifactCount = "artifact_count"
}
