internal import Glibc
internal import LinuxSystem
internal import MayflyRun

/// The program that contains all commands, and reports errors in a command line.
enum CommandsProgram {
    private static let name = "mayfly-commands"

    /// Replaces this process with that program.
    ///
    /// - Parameter arguments: The command line, including this program's own name, which the other program also gets.
    /// - Returns: Why that failed.
    static func become(_ arguments: [String]) -> CommandFailure {
        let status: ExitStatus = arguments.dropFirst().first == "run" ? .mayfly : .failure
        do throws(SystemCallError) {
            let path = try SiblingProgram.path(of: name)
            var pointers = arguments.map { strdup($0) } + [nil]
            execv(path, &pointers)
            throw SystemCallError("execve", on: path, errno: .current)
        } catch {
            let isLost = error.call == "readlink"
            return CommandFailure(
                "cannot start \(name), which has this command: \(error)",
                status: status,
                advice: [
                    isLost
                        ? "where mayfly lies is known from /proc, which has to be mounted"
                        : "it has to lie beside mayfly; scripts/install puts it there"
                ]
            )
        }
    }
}
