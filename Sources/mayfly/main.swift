internal import Glibc
internal import MayflyRun

// When a reader goes away, write(2) fails and the command handles that; the signal must not end this process.
signal(SIGPIPE, SIG_IGN)
let context = CommandContext.process
// Nothing is awaited before it is clear which program has the command: the threads that continue tasks block signals, and a program
// that replaces this process would inherit that.
if let status = await RunProgram.run(Array(CommandLine.arguments.dropFirst()), in: context) { exit(status.code) }
let failure = CommandsProgram.become(CommandLine.arguments)
try? context.errors.line(failure.text)
exit(failure.status.code)
