internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly script show`: one script, its versions and who approved them.
struct ScriptShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the versions of a script: files, digests, approvals."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The script: NAME for all of its versions, or NAME@sha256:DIGEST for one.")
    var script: String

    func validate() throws { _ = try VersionName.any(script) }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let wanted = try VersionName.any(script)
        let reply = try await global.client(in: context).connect { daemon in
            wanted.digest == nil ? try await daemon.script(wanted.name) : try await wanted.version(daemon).json
        }
        guard global.format == .table else {
            try context.print(reply, as: global.format)
            return .success
        }
        let versions = wanted.digest == nil ? reply["versions"]?.elements ?? [] : [reply]
        for (index, version) in versions.enumerated() {
            if index > 0 { try context.output.line() }
            for line in VersionText.lines(of: VersionReply(version), name: wanted.name) {
                try context.output.line(line)
            }
        }
        return .success
    }
}
