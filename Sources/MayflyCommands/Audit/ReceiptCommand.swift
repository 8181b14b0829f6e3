internal import ArgumentParser

/// `mayfly receipt`: the signed record of one session.
struct ReceiptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Show the signed receipt of a session, or check one from a file.",
        subcommands: [ReceiptShowCommand.self, ReceiptVerifyCommand.self],
        defaultSubcommand: ReceiptShowCommand.self
    )
}
