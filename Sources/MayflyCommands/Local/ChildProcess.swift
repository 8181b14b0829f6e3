internal import Glibc
internal import MayflyRun

/// A program that was started, and must be waited for.
struct ChildProcess {
    private let pid: pid_t
    /// Whether the program leads a process group, which also contains the programs that it starts.
    private let isLeader: Bool

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: An absolute path.
    ///   - arguments: Without the program's own name.
    ///   - environment: All its variables.
    ///   - descriptors: Its standard output and its standard error. Without the second, it may talk to the person at the
    ///     terminal; with it, it has no input and runs in its own process group.
    /// - Throws: ``CommandFailure`` when the program cannot be executed.
    init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        printingTo descriptors: [Int32]
    ) throws(CommandFailure) {
        let isAlone = descriptors.count > 1
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if isAlone { posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) }
        for (index, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(index + 1))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.arrange(&attributes, isAlone)
        let variables = environment.map { name, value in "\(name)=\(value)" }
        pid = try Self.spawn(path, arguments, variables, &actions, &attributes)
        isLeader = isAlone
    }

    /// Kills the program, and the programs that it started if it leads a group.
    func kill() {
        _ = Glibc.kill(isLeader ? -pid : pid, SIGKILL)
    }

    /// Waits for the end of the program, and returns its exit status, or 128 plus the number of the signal that ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f)
    }

    /// Restores the signals that every program expects: this process ignores SIGPIPE, and its threads may block others.
    private static func arrange(_ attributes: inout posix_spawnattr_t, _ isAlone: Bool) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let group = isAlone ? POSIX_SPAWN_SETPGROUP : 0
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))
    }

    private static func spawn(
        _ path: String,
        _ arguments: [String],
        _ variables: [String],
        _ actions: inout posix_spawn_file_actions_t,
        _ attributes: inout posix_spawnattr_t
    ) throws(CommandFailure) -> pid_t {
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var environment = variables.map { strdup($0) } + [nil]
        defer { for variable in environment { free(variable) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, path, &actions, &attributes, &words, &environment)
        guard failure == 0 else { throw CommandFailure("cannot run \(path): \(SystemText.error(failure))") }
        return pid
    }
}
