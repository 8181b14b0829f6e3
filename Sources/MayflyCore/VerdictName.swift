/// The cause of a session's end, as API, CLI and records spell it.
package enum VerdictName: String, CaseIterable, Hashable, Sendable, Codable {
    case ok
    case nonzeroExit = "nonzero_exit"
    case signaled
    case wallTimeout = "wall_timeout"
    case cpuTimeout = "cpu_timeout"
    case memoryLimit = "memory_limit"
    case pidsLimit = "pids_limit"
    case diskLimit = "disk_limit"
    case outputLimit = "output_limit"
    case syscallDenied = "syscall_denied"
    case killed
    case revoked
    case daemonRestart = "daemon_restart"
    case setupFailed = "setup_failed"
    case refused
    case internalError = "internal_error"
}
