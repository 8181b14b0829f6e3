internal import Glibc
internal import MayflyCommands
internal import MayflyRun

// When a reader goes away, write(2) fails and the command handles that; the signal must not end this process.
signal(SIGPIPE, SIG_IGN)
let arguments = Array(CommandLine.arguments.dropFirst())
let status = await CommandLineTool.run(arguments, in: .process)
exit(status.code)
