internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly receipt SESSION`: the receipt that was signed when the session ended.
struct ReceiptShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a session's receipt; --format json prints what 'mayfly receipt verify' takes."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The session, by id or an unambiguous part of it.")
    var session: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect { daemon in
            try await daemon.receipt(try await SessionName.resolve(session, with: daemon))
        }
        guard global.format == .table else {
            try context.print(reply, as: global.format)
            return .success
        }
        guard let text = reply["statement"]?.text, let statement = try? JSONReader.read(Array(text.utf8)) else {
            throw CommandFailure("the daemon sent no receipt")
        }
        try context.output.line(statement.prettyText)
        try context.output.line("record \(reply["index"]?.integer ?? -1) of the audit log names it")
        return .success
    }
}
