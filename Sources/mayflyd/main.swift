internal import ArgumentParser
internal import Glibc
internal import LinuxSystem

// No `@main` and no asynchronous command: nothing may start a thread before privileges are dropped.
do {
    var command = try DaemonCommand.parseAsRoot()
    try command.run()
} catch {
    guard DaemonCommand.exitCode(for: error) == .validationFailure else { DaemonCommand.exit(withError: error) }
    // Other daemons use the same status for a wrong command line.
    StandardError.write(DaemonCommand.fullMessage(for: error), .critical)
    exit(2)
}
