internal import Glibc
internal import LinuxSystem
internal import MayflyRun

/// The program that has all commands, and tells what is wrong with a command line.
enum CommandsProgram {
    private static let name = "mayfly-commands"

    /// Becomes that program.
    ///
    /// - Parameter arguments: The command line, with the program's own name: it is told what this one was.
    /// - Returns: Why it could not.
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
