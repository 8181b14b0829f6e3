internal import ArgumentParser

// No `@main` and no asynchronous command: nothing may start a thread before privileges are dropped.
DaemonCommand.main()
