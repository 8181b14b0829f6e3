internal import ArgumentParser
internal import Glibc
internal import LinuxSystem

/// The program `mayflyd`.
struct DaemonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mayflyd",
        abstract: "Run approved scripts for agents, each in a sandbox of its own.",
        discussion: """
            Start it as root: it opens its socket, starts mayfly-warden, and becomes user 'mayfly' for good.
            Without any option it works with the profiles built into it.
            """,
        version: DaemonVersion.text
    )

    @OptionGroup var options: DaemonOptions

    func run() throws {
        // If the parent process ignores the signal, children would be gone before the daemon waits for them.
        signal(SIGCHLD, SIG_DFL)
        let started: StartedDaemon
        do throws(StartError) {
            started = try Bootstrap.start(options)
        } catch {
            StandardError.write("mayflyd: \(error)", .critical)
            throw ExitCode.failure
        }
        DaemonRun.runForever(started)
    }
}
