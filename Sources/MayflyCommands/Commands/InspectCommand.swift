internal import ArgumentParser
internal import MayflyClient
internal import MayflyRun

/// `mayfly inspect`: everything about one session.
struct InspectCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show everything about a session: verdict and evidence, usage, controls, proof of destruction."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The session, by id or an unambiguous part of it.")
    var session: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect { daemon in
            try await daemon.session(try await SessionName.resolve(session, with: daemon))
        }
        if global.format == .table {
            for line in SessionText.lines(of: reply) { try context.output.line(line) }
        } else {
            try context.print(reply.json, as: global.format)
        }
        return .success
    }
}
