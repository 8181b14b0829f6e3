internal import Glibc
internal import MayflyRun

// A reader that goes away is an error of write(2), which commands handle, and not the end of this process.
signal(SIGPIPE, SIG_IGN)
let context = CommandContext.process
if let status = await RunProgram.run(Array(CommandLine.arguments.dropFirst()), in: context) { exit(status.code) }
let failure = CommandsProgram.become(CommandLine.arguments)
try? context.errors.line(failure.text)
exit(failure.status.code)
