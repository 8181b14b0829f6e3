internal import ArgumentParser
internal import MayflyRun

/// `mayfly profile check`: reads profile files as the daemon would, without a daemon.
struct ProfileCheckCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check profile files; needs no daemon.",
        discussion: """
            A directory is checked as a whole, as the daemon takes it. Of a single profile, the .json file that it \
            names has to lie beside it, and is checked too. Whether the paths of a profile are there is found out on the host.

            Prints every error as file:line:column: error: …, and exits 1 when there is one.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Profile files, or directories whose *.yaml and *.json files are checked.", completion: .file())
    var paths: [String]

    func execute(in context: CommandContext) async throws -> ExitStatus {
        var check = ProfileCheck()
        for path in paths { try check.add(path) }
        try FileCheck.show(check.diagnostics, in: context)
        if global.format == .table {
            for file in check.rightFiles { try context.output.line("\(Escape.line(file)): ok") }
        }
        guard !check.diagnostics.isEmpty else { return .success }
        let wrong = check.files.count - check.rightFiles.count
        guard wrong > 0 else { throw CommandFailure("the daemon would not take these profiles") }
        throw CommandFailure("\(wrong) of \(check.files.count) profile files \(wrong == 1 ? "is" : "are") wrong")
    }
}
