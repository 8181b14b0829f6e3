internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// `mayfly script revoke`: forbids one version, now.
struct ScriptRevokeCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke one version: queued sessions are refused, running ones end at once."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The version: NAME@sha256:DIGEST or sha256:DIGEST.")
    var version: String

    @Option(help: ArgumentHelp("Why; it becomes part of the record.", valueName: "text"))
    var reason: String

    func validate() throws {
        switch ScriptReference(version) {
        case .version, .digest: break
        case .name, nil:
            throw ValidationError(
                "'\(version)' is not a version with all 64 digits; find it with: mayfly script show NAME"
            )
        }
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect { try await $0.revoke(version, reason: reason) }
        guard global.format == .table else {
            try context.print(reply, as: global.format)
            return .success
        }
        let refused = reply["sessions_refused"]?.integer ?? 0
        let killed = reply["sessions_killed"]?.integer ?? 0
        try context.output.line(
            "revoked \(version): \(refused) queued sessions refused, \(killed) running sessions ended"
        )
        return .success
    }
}
