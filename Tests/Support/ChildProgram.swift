import Glibc

/// Starts programs as children of the test, which must wait for them.
package enum ChildProgram {
    /// A descriptor of a child in addition to those that it inherits.
    package enum Descriptor: Sendable {
        /// A copy of one of this process's descriptors, under another number.
        case copy(of: CInt, at: CInt)
        /// `/dev/null`, open for reading.
        case null(at: CInt)
    }

    /// Names the program that could not be started.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: The path of the program.
    ///   - arguments: The arguments without the program's own name.
    ///   - environment: All variables of the program, each as `NAME=value`.
    ///   - descriptors: Descriptors to create in this order.
    /// - Returns: The child's process id; the child stays a zombie until the caller waits for it.
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
