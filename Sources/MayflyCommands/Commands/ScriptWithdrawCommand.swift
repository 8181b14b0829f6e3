internal import ArgumentParser
internal import MayflyClient
internal import MayflyRun

/// `mayfly script withdraw`: takes back an author's own proposal.
struct ScriptWithdrawCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take back a version that you have proposed and that nobody has signed for.",
        discussion:
            "It is rejected then, by you, and makes room for other proposals. Once somebody has signed, an approver rejects it."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: ReasonOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect {
            try await $0.reject(options.version, reason: options.reason)
        }
        return try options.report("withdrew", reply, global, in: context)
    }
}
