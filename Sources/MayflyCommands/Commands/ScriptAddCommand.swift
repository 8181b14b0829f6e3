internal import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyRun

/// `mayfly script add`: proposes a version.
struct ScriptAddCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Propose a version of a script; nothing runs until somebody approves it.",
        discussion: """
            A file becomes the entry point: *.py is started by python, *.sh by sh, *.js by node, anything else is a program. \
            A directory needs a mayfly.yaml that names its entry point, or exactly one of main.py, main.sh, main.js or main.

            --git records where it comes from: the commit, whether the files are exactly the commit's, and whether \
            'git verify-commit' accepts the commit's signature. It informs reviewers, and decides nothing.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The script's name, for example billing/report.")
    var name: String

    @Argument(help: "A file, or a directory of files.", completion: .file())
    var path: String

    @Flag(help: "Record the commit of the git work tree that the files are in.")
    var git = false

    func validate() throws {
        guard ScriptName(name) != nil else {
            throw ValidationError(
                "'\(name)' is not a script's name; use lower-case letters, digits, '.', '_', '-', and '/' between parts"
            )
        }
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let bundle = try LocalBundle(path)
        let provenance =
            git ? try GitProvenance(of: path, holding: bundle.files, environment: context.environment) : nil
        let version = try await global.client(in: context).connect {
            try await $0.propose(name, files: bundle.files, provenance: provenance?.json)
        }
        guard global.format == .table else {
            try context.print(version.json, as: global.format)
            return .success
        }
        try context.output.line("\(name)@\(Escape.line(version.digest))")
        let approval = version.approveCommand ?? "mayfly review approve \(name)@\(version.digest) --profile standard"
        context.hint(
            "\(Escape.line(version.state)), \(bundle.files.count == 1 ? "1 file" : "\(bundle.files.count) files")"
        )
        if let difference = provenance?.difference { context.hint("not exactly the commit's files: \(difference)") }
        if version.state == "proposed" { context.hint("next, by somebody else: \(Escape.line(approval))") }
        return .success
    }
}
