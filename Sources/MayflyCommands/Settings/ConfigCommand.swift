internal import ArgumentParser

/// `mayfly config`: the daemon's settings.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check the daemon's settings; needs no daemon.",
        subcommands: [ConfigCheckCommand.self]
    )
}
