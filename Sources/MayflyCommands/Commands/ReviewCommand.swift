internal import ArgumentParser

/// `mayfly review`: the versions that wait for approvers, and the approvers' decisions.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Look at what is proposed, try it, sign it or reject it.",
        subcommands: [
            ReviewListCommand.self, ReviewShowCommand.self, ReviewDiffCommand.self, ReviewTestCommand.self,
            ReviewApproveCommand.self, ReviewRejectCommand.self, ReviewStatementCommand.self, ReviewTrustCommand.self,
        ]
    )
}
