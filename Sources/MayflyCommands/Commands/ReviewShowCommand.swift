internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly review show`: everything that a reviewer must know about a version before reading it.
struct ReviewShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a version: files, author, provenance, what others have signed, and what happened to it."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The version: NAME@sha256:DIGEST, or NAME for its newest.")
    var version: String

    @Flag(help: "Print the text of every file as well.")
    var text = false

    func validate() throws { _ = try VersionName.any(version) }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let name = try VersionName.any(version)
        let (reply, bundle) = try await global.client(in: context).connect { daemon in
            let reply = try await name.version(daemon)
            return (reply, try await FetchedBundle(reply, name: name.name, daemon))
        }
        guard global.format == .table else {
            try context.print(reply.json, as: global.format)
            return .success
        }
        for line in VersionText.lines(of: reply, name: name.name, files: bundle.files) { try context.output.line(line) }
        try context.output.line("the files, and what is started, are those of the digest: read here from their bytes")
        guard text else {
            context.hint("read them: mayfly review diff \(name.name)@\(reply.digest)")
            return .success
        }
        let difference = VersionDifference(old: [], new: bundle.files, style: global.style(in: context))
        for line in difference.lines { try context.output.line(line) }
        return .success
    }
}
