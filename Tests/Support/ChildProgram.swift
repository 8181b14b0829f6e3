import Glibc

/// Programs that a test starts as its own children, and waits for itself.
package enum ChildProgram {
    /// What a child has besides what it inherits.
    package enum Descriptor: Sendable {
        /// A copy of one of this process's, under another number.
        case copy(of: CInt, at: CInt)
        /// `/dev/null`, to be read.
        case null(at: CInt)
    }

    /// Says which program could not be started.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: Its path.
    ///   - arguments: Without its own name.
    ///   - environment: All its variables, each as `NAME=value`.
    ///   - descriptors: Made in this order.
    /// - Returns: The child's number; it stays a zombie until the caller has waited for it.
    package static func spawn(
        _ program: String,
        _ arguments: [String],
        environment: [String] = [],
        descriptors: [Descriptor] = []
    ) throws(Failure) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in descriptors {
            switch descriptor {
            case .copy(let number, let copy): posix_spawn_file_actions_adddup2(&actions, number, copy)
            case .null(let number): posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDONLY, 0)
            }
        }
        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var variables = environment.map { strdup($0) } + [nil]
        defer { variables.forEach { free($0) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, program, &actions, nil, &argv, &variables)
        guard result == 0 else { throw Failure(description: "posix_spawn(\(program)): \(result)") }
        return pid
    }
}
