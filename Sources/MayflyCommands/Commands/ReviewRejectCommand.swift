internal import ArgumentParser
internal import MayflyClient
internal import MayflyRun

/// `mayfly review reject`: refuses a proposed version.
struct ReviewRejectCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Reject a proposed version; signatures it has until now count no longer.",
        discussion:
            "Whoever proposes the same bytes again has them looked at anew. What is approved is revoked, not rejected."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: ReasonOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect {
            try await $0.reject(options.version, reason: options.reason)
        }
        return try options.report("rejected", reply, global, in: context)
    }
}
