/// Which list of system calls a cell may make.
package enum SystemCallSet: String, CaseIterable, Hashable, Sendable {
    /// What ordinary programs need.
    case standard
    /// The same without locks on shared files, inotify, POSIX timers, personality and other defence in depth.
    case strict
}
