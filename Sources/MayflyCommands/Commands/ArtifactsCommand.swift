internal import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly artifacts`: the files that a session left.
struct ArtifactsCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "artifacts",
        abstract: "List what a session left in /outputs; with --output, fetch it.",
        discussion: """
            Each file is compared with its digest as it arrives. In a directory it is whole or not there, and replaces a \
            file of the same name: the names are the script's, so give a directory of its own. What goes to \
            standard output is good only if the command exits with 0. A stream that is kept as a whole is called %stdout \
            or %stderr.
            """
    )
    /// Stands for standard output where a directory is expected.
    private static let standardOutput = "-"

    @OptionGroup var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Only the names, one per line.")
    var quiet = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write them into this directory; - writes exactly one to standard output.",
            valueName: "directory"
        )
    )
    var output: String?

    @Argument(help: "The session, by id or an unambiguous part of it.")
    var session: String

    @Argument(help: "Only these, by their names as they are listed.")
    var names: [String] = []

    func validate() throws {
        guard output != Self.standardOutput || names.count < 2 else {
            throw ValidationError("--output -: standard output has room for one file; name one, or a directory for all")
        }
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        // Before any request: a destination that cannot be used fails first.
        let place = output == Self.standardOutput ? nil : output
        let directory = try place.map { (path) throws(CommandFailure) in try SafeDirectory(path) }
        let client = global.client(in: context)
        let found = try await client.connect { daemon in
            try await daemon.session(try await SessionName.resolve(session, with: daemon))
        }
        let artifacts = try chosen(of: found)
        let copy = ArtifactCopy(found, client)
        if let directory { return try await fetch(artifacts, copy, into: directory, context) }
        guard output == nil else {
            try await pour(artifacts, copy, context)
            return .success
        }
        try list(artifacts, of: found, context)
        return .success
    }

    /// The artifacts that the command line names; all if it names none.
    private func chosen(of found: SessionReply) throws(CommandFailure) -> [SessionReply.Artifact] {
        guard found.isFinished else {
            throw CommandFailure(
                "session \(found.id) has not ended; what it leaves is collected then",
                advice: ["wait for it: mayfly wait \(found.id)"]
            )
        }
        var chosen: [SessionReply.Artifact] = []
        for name in names {
            guard let artifact = found.artifacts.first(where: { $0.name.hasBytes(of: name) }) else {
                let reason = found.skipReason(of: name)
                throw CommandFailure(
                    reason.map { "'\(name)' of session \(found.id) is not kept: \($0)" }
                        ?? "session \(found.id) left no '\(name)'",
                    advice: ["what it left: mayfly artifacts \(found.id)"]
                )
            }
            chosen.append(artifact)
        }
        return names.isEmpty ? found.artifacts : chosen
    }

    private func list(
        _ artifacts: [SessionReply.Artifact],
        of found: SessionReply,
        _ context: CommandContext
    ) throws(OutputError) {
        if quiet {
            for artifact in artifacts { try context.output.line(Escape.line(artifact.name)) }
        } else if global.format != .table {
            try context.print(artifacts.map(\.json), as: global.format)
        } else {
            try context.print(Self.table(of: artifacts), global.style(in: context))
            guard artifacts.isEmpty else { return }
            context.hint("it left nothing; what was not kept, and why: mayfly inspect \(found.id)")
        }
    }

    /// Writes each artifact into a directory and prints it; a failed one does not stop the others.
    private func fetch(
        _ artifacts: [SessionReply.Artifact],
        _ copy: ArtifactCopy,
        into directory: SafeDirectory,
        _ context: CommandContext
    ) async throws -> ExitStatus {
        var failures: [CommandFailure] = []
        for artifact in artifacts {
            do {
                try await copy.read(artifact.name) { body in
                    try await directory.write(artifact.name) { put in
                        try await ArtifactCheck.pass(body, of: artifact) { try put($0) }
                    }
                }
                if quiet || global.format == .table {
                    try context.output.line(Escape.line(artifact.name))
                } else {
                    try context.print(artifact.json, as: global.format)
                }
            } catch {
                failures.append(try CommandFailure(of: artifact.name, error))
            }
        }
        for failure in failures { try context.errors.line(failure.text) }
        return failures.isEmpty ? .success : .failure
    }

    /// Writes the only artifact to standard output, escaped if that is a terminal.
    private func pour(_ artifacts: [SessionReply.Artifact], _ copy: ArtifactCopy, _ context: CommandContext)
        async throws
    {
        guard let artifact = artifacts.first, artifacts.count == 1 else {
            throw CommandFailure(
                "--output -: standard output has room for one file, and the session left \(artifacts.count)",
                advice: ["name one, or a directory for all: --output DIR"]
            )
        }
        try await copy.read(artifact.name) { body in
            var stream = StreamCopy(to: context.output, raw: false)
            try await ArtifactCheck.pass(body, of: artifact) { try stream.write($0) }
            try stream.finish()
        }
    }

    /// The table for people.
    static func table(of artifacts: [SessionReply.Artifact]) -> Table {
        var table = Table("NAME", "SIZE", "SHA256")
        for artifact in artifacts { table.add(artifact.name, Amount.bytes(artifact.bytes), artifact.digest ?? "") }
        return table
    }
}
