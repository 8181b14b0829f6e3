internal import MayflyClient
internal import MayflyRun

/// Does the same with several sessions; one that cannot be done does not keep the others from it.
struct SessionLoop {
    private let names: [String]
    private let global: GlobalOptions

    init(_ names: [String], _ global: GlobalOptions) {
        (self.names, self.global) = (names, global)
    }

    /// - Parameter work: What is done with one session, by its whole identifier; the session is printed.
    func run(
        in context: CommandContext,
        _ work: (DaemonConnection, _ id: String) async throws -> SessionReply
    ) async throws -> ExitStatus {
        let failures = try await global.client(in: context).connect { daemon in
            var failures: [CommandFailure] = []
            for name in names {
                do {
                    let session = try await work(daemon, try await SessionName.resolve(name, with: daemon))
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
