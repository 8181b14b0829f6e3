internal import ArgumentParser

/// `mayfly profile`: what operators allow.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "List, show and check profiles.",
        subcommands: [ProfileListCommand.self, ProfileShowCommand.self, ProfileCheckCommand.self]
    )
}
