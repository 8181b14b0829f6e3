internal import Glibc
internal import MayflyRun

// A reader that goes away is an error of write(2), which commands handle, and not the end of this process.
signal(SIGPIPE, SIG_IGN)
let context = CommandContext.process
// Nothing is waited for before it is known whose the command is: the threads that tasks go on with keep signals back, and what this
// process becomes would keep them back too.
if let status = await RunProgram.run(Array(CommandLine.arguments.dropFirst()), in: context) { exit(status.code) }
let failure = CommandsProgram.become(CommandLine.arguments)
try? context.errors.line(failure.text)
exit(failure.status.code)
