internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly script revoke`: forbids one version, now and for good.
struct ScriptRevokeCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke one version for good: queued sessions are refused, running ones end at once."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: ReasonOptions

    @Flag(inversion: .prefixedNo, help: "End running sessions as well.")
    var kill = true

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect {
            try await $0.revoke(options.version, reason: options.reason, kill: kill)
        }
        guard global.format == .table else {
            try context.print(reply, as: global.format)
            return .success
        }
        let refused = reply["sessions_refused"]?.integer ?? 0
        let killed = reply["sessions_killed"]?.integer ?? 0
        try context.output.line(
            "revoked \(options.version): \(refused) queued sessions refused, \(killed) running sessions ended"
        )
        return .success
    }
}
