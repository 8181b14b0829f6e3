internal import ArgumentParser

/// `mayfly workspace`: files that successive sessions find in `/work`.
struct WorkspaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace",
        abstract: "Make, list, show and destroy workspaces: files that successive sessions find in /work.",
        subcommands: [
            WorkspaceCreateCommand.self, WorkspaceListCommand.self, WorkspaceShowCommand.self,
            WorkspaceRemoveCommand.self,
        ]
    )
}
