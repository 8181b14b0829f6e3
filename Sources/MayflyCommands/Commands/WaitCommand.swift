internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly wait`: waits for the end of sessions.
struct WaitCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until sessions are destroyed; print id, verdict and exit status of each.",
        discussion: "Exits with the status of the last session named, as 'run' would have."
    )
    static let failureStatus = ExitStatus.mayfly

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Sessions, by id or an unambiguous part of it.")
    var sessions: [String]

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await global.client(in: context).connect { daemon in
            var ids: [String] = []
            for name in sessions { ids.append(try await SessionName.resolve(name, with: daemon)) }
            var status = ExitStatus.success
            for id in ids {
                let session = try await daemon.finishedSession(id)
                status = ExitStatus(of: session)
                if global.format == .table {
                    let verdict = Escape.line(session.json["verdict"]?.text ?? "-")
                    try context.output.line("\(id)  \(verdict)  \(status.code)")
                } else {
                    try context.print(session.json, as: global.format)
                }
            }
            return status
        }
    }
}
