/// The built-in policies for a cell's system calls.
package enum SystemCallSet: String, CaseIterable, Hashable, Sendable {
    /// The calls that ordinary programs need.
    case standard
    /// The standard calls without locks on shared files, inotify, POSIX timers, personality and others, as defence in depth.
    case strict
}
