internal import ArgumentParser

/// `mayfly profile`: the profiles, in which operators define what sessions may use.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "List, show and check profiles.",
        subcommands: [ProfileListCommand.self, ProfileShowCommand.self, ProfileCheckCommand.self]
    )
}
