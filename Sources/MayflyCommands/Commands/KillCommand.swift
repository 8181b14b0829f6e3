internal import ArgumentParser
internal import MayflyClient

/// `mayfly kill`: ends sessions.
struct KillCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "End sessions: SIGTERM, the profile's grace, then the end of the whole cell."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Without SIGTERM and grace.")
    var now = false

    @Option(help: ArgumentHelp("Why; it becomes part of the record.", valueName: "text"))
    var reason: String?

    @Argument(help: "Sessions, by id or an unambiguous part of it.")
    var sessions: [String]

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let failures = try await global.client(in: context).connect { daemon in
            var failures: [CommandFailure] = []
            for name in sessions {
                do {
                    let id = try await SessionName.resolve(name, with: daemon)
                    let session = try await daemon.kill(id, reason: reason, immediately: now)
                    if global.format == .table {
                        try context.output.line(session.id)
                    } else {
                        try context.print(session.json, as: global.format)
                    }
                } catch {
                    failures.append(try CommandFailure(of: name, error))
                }
            }
            return failures
        }
        for failure in failures { try context.errors.line(failure.text) }
        return failures.isEmpty ? .success : .failure
    }
}

extension CommandFailure {
    /// A failure for one of several subjects; passes on what concerns them all.
    init(of subject: String, _ error: any Error) throws {
        switch error {
        case let failure as CommandFailure: self = failure
        case ClientError.refused(let problem): self = CommandFailure(.refused(problem))
        default: throw error
        }
        message = "\(subject): \(message)"
    }
}
