internal import ArgumentParser
internal import MayflyRun

/// `mayfly script approve`: the short form of `mayfly review approve`.
struct ScriptApproveCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Sign that one version may run; the same as 'mayfly review approve'.",
        discussion: ReviewApproveCommand.discussion
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: ApproveOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await options.execute(global, in: context)
    }
}
