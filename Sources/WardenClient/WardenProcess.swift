internal import CLinux
internal import Glibc
package import LinuxSystem

/// Starts the warden.
package enum WardenProcess {
    /// The numbers at which the warden finds its end of the socket, and the lock that it holds as long as it lives.
    private static let (socketNumber, lockNumber): (CInt, CInt) = (3, 4)

    /// Starts `executable` with one end of a socket pair, a lock and standard error, and with no other descriptor of this process.
    ///
    /// The warden gets a session of its own, so that an interrupt from a terminal reaches only the daemon.
    ///
    /// - Returns: The warden's process id, and the other end of the pair.
    package static func spawn(
        executable: String,
        arguments: [String],
        lock: borrowing OwnedDescriptor
    ) throws(WardenClientError) -> (pid: Int32, socket: StartedSocket) {
        do throws(SystemCallError) {
            let pair = try SocketPair()
            let pid = try start(executable, [executable] + arguments, (pair.theirs.number, lock.number))
            return (pid, StartedSocket(pair.takeOurs()))
        } catch {
            throw .system("\(error)")
        }
    }

    /// The daemon's end of the pair in an object, so that a tuple can hold it.
    package final class StartedSocket {
        private var descriptor: OwnedDescriptor?

        init(_ descriptor: consuming OwnedDescriptor) {
            self.descriptor = consume descriptor
        }

        /// Takes the descriptor, which is possible once.
        package func take() -> OwnedDescriptor {
            guard let taken = descriptor.take() else { preconditionFailure("the warden's socket was taken before") }
            return taken
        }
    }

    private static func start(_ path: String, _ arguments: [String], _ kept: (socket: CInt, lock: CInt))
        throws(SystemCallError) -> pid_t
    {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        // The lock is first moved to a high number, so that placing the socket cannot overwrite it.
        unsafe posix_spawn_file_actions_adddup2(&actions, kept.lock, lockNumber + 100)
        unsafe posix_spawn_file_actions_adddup2(&actions, kept.socket, socketNumber)
        unsafe posix_spawn_file_actions_adddup2(&actions, lockNumber + 100, lockNumber)
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, lockNumber + 1)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
        reset(&attributes)
        var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        var pid: pid_t = 0
        let status = unsafe posix_spawn(&pid, path, &actions, &attributes, &pointers, &environment)
        guard status == 0 else { throw SystemCallError("posix_spawn", on: path, errno: Errno(rawValue: status)) }
        return pid
    }

    /// Gives the new process default signal dispositions, no blocked signal, and a session of its own.
    private static func reset(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        // POSIX_SPAWN_SETSID is hidden by the Glibc module.
        let newSession: Int16 = 0x80
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | newSession)
    }
}
