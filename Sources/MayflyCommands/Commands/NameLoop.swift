internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// Does the same with several subjects; a failure with one does not stop the others.
struct NameLoop {
    private let names: [String]
    private let global: GlobalOptions

    init(_ names: [String], _ global: GlobalOptions) {
        (self.names, self.global) = (names, global)
    }

    /// - Parameter work: Handles one subject, and returns the lines to print for people and for programs.
    func run(
        in context: CommandContext,
        _ work: (DaemonConnection, _ name: String) async throws -> (line: String, json: JSON)
    ) async throws -> ExitStatus {
        let failures = try await global.client(in: context).connect { daemon in
            var failures: [CommandFailure] = []
            for name in names {
                do {
                    let (line, json) = try await work(daemon, name)
                    if global.format == .table {
                        try context.output.line(line)
                    } else {
                        try context.print(json, as: global.format)
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
    /// A failure of one among several subjects; rethrows errors that concern all of them.
    init(of subject: String, _ error: any Error) throws {
        switch error {
        case let failure as CommandFailure: self = failure
        case ClientError.refused(let problem): self = CommandFailure(.refused(problem))
        default: throw error
        }
        message = "\(subject): \(message)"
    }
}
