internal import ArgumentParser
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// A version, and the reason for a decision about it.
struct ReasonOptions: ParsableArguments {
    @Argument(help: "The version: NAME@sha256:DIGEST or sha256:DIGEST.")
    var version: String

    @Option(help: ArgumentHelp("Why; it becomes part of the record.", valueName: "text"))
    var reason: String

    func validate() throws {
        switch ScriptReference(version) {
        case .version, .digest: break
        case .name, nil:
            throw ValidationError(
                "'\(version)' is not a version with all 64 digits; \(VersionName.search(for: version))"
            )
        }
    }

    /// Reports the decision.
    func report(_ word: String, _ reply: JSON, _ global: GlobalOptions, in context: CommandContext)
        throws(OutputError) -> ExitStatus
    {
        if global.format == .table {
            try context.output.line("\(word) \(version)")
        } else {
            try context.print(reply, as: global.format)
        }
        return .success
    }
}
