internal import ArgumentParser
internal import MayflyRun

/// `mayfly review approve`: signs that one version may run.
struct ReviewApproveCommand: MayflySubcommand {
    static let discussion = """
        The daemon drafts a statement; it is shown, signed by ssh-keygen with your key, and sent back. Where others have \
        signed before, you sign the same statement. The digest has to be whole: it is what you looked at. The author of a \
        version never counts.

        To sign on another machine:
          mayfly review statement NAME@DIGEST --profile standard > statement.json
          ssh-keygen -Y sign -n mayfly-approval -f KEY statement.json
          mayfly review approve --statement statement.json --signature statement.json.sig
        """
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Sign that one version of a script may run, for some profiles and some time.",
        discussion: discussion
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: ApproveOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await options.execute(global, in: context)
    }
}
