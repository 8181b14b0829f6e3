internal import MayflyClient
internal import MayflyRun

/// Does the same with several sessions; a failure with one does not stop the others.
struct SessionLoop {
    private let names: NameLoop

    init(_ names: [String], _ global: GlobalOptions) {
        self.names = NameLoop(names, global)
    }

    /// - Parameter work: Handles one session, given by its whole identifier; the session that it returns is printed.
    func run(
        in context: CommandContext,
        _ work: (DaemonConnection, _ id: String) async throws -> SessionReply
    ) async throws -> ExitStatus {
        try await names.run(in: context) { daemon, name in
            let session = try await work(daemon, try await SessionName.resolve(name, with: daemon))
            return (session.id, session.json)
        }
    }
}
