internal import Glibc
internal import MayflyCommands
internal import MayflyRun

// A reader that goes away is an error of write(2), which commands handle, and not the end of this process.
signal(SIGPIPE, SIG_IGN)
let arguments = Array(CommandLine.arguments.dropFirst())
let status = await CommandLineTool.run(arguments, in: .process)
exit(status.code)
