internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly reload`: makes the daemon read its profiles and agents again.
struct ReloadCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the daemon read its profiles and agents again. For operators.",
        discussion: """
            Prints which profiles are in force now. When anything is wrong with a file, prints what and where, and \
            exits 1: what was in force stays. Settings in mayflyd.yaml are read when the daemon starts.
            """
    )

    @OptionGroup var global: GlobalOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply: JSON
        do {
            reply = try await global.client(in: context).connect { try await $0.reload() }
        } catch ClientError.refused(let problem) where problem.code == "reload_failed" {
            throw Self.failure(problem)
        }
        if global.format == .table {
            let names = reply["profiles"]?.elements.compactMap(\.text) ?? []
            try context.output.line("profiles in force: \(Escape.line(names.joined(separator: ", ")))")
        } else {
            try context.print(reply, as: global.format)
        }
        for advice in reply["advice"]?.elements.compactMap(\.text) ?? [] {
            try context.errors.line("mayfly: warning: \(Escape.line(advice))")
        }
        return .success
    }

    /// The failure with every error of the daemon on its own line.
    private static func failure(_ problem: Problem) -> CommandFailure {
        let lines = problem.detail.split(separator: "\n").map(String.init)
        let advice = ClientError.refused(problem).advice
        return CommandFailure("\(problem.code): \(lines.first ?? "")", advice: Array(lines.dropFirst()) + advice)
    }
}
