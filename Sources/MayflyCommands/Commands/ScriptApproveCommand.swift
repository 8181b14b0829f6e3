internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// `mayfly script approve`: lets one version run.
struct ScriptApproveCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve one version of a script, for some profiles and some time.",
        discussion: """
            The digest has to be whole: it is what you looked at, and a shortened one can be met by other bytes. The author
            of a version cannot approve it.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The version: NAME@sha256:DIGEST.")
    var version: String

    @Option(name: .shortAndLong, help: ArgumentHelp("A profile it may run under. May be repeated.", valueName: "name"))
    var profile: [String]

    @Option(help: ArgumentHelp("How long, for example 24h or 90d; else the daemon's default.", valueName: "duration"))
    var expires: String?

    @Option(help: ArgumentHelp("What you looked at; it becomes part of the record.", valueName: "text"))
    var comment: String?

    func validate() throws {
        guard case .version = ScriptReference(version) else {
            throw ValidationError(
                "'\(version)' is not NAME@sha256:… with all 64 digits; find it with: mayfly script show NAME"
            )
        }
        if let name = profile.first(where: { ProfileName($0) == nil }) {
            throw ValidationError("'\(name)' is not a profile's name")
        }
        _ = try lifetime()
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let lifetime = try lifetime()
        let approval = try await global.client(in: context).connect {
            try await $0.approve(version, profiles: profile, lifetime: lifetime, comment: comment)
        }
        if let warning = approval["warning"]?.text {
            try context.errors.line("mayfly: warning: \(Escape.line(warning))")
        }
        guard global.format == .table else {
            try context.print(approval, as: global.format)
            return .success
        }
        let until = approval["expires_at"]?.text.map { " until \($0)" } ?? ""
        try context.output.line("approved \(version) for \(profile.joined(separator: ", "))\(Escape.line(until))")
        if let name = version.split(separator: "@").first { context.hint("run it: mayfly run \(name)") }
        return .success
    }

    /// The lifetime as the daemon reads it; days, which are not a unit there, become hours.
    private func lifetime() throws -> String? {
        guard let expires else { return nil }
        if expires.hasSuffix("d"), let days = UInt16(expires.dropLast()), days > 0 { return "\(Int(days) * 24)h" }
        do throws(QuantityError) {
            return try Duration(parsing: expires).text
        } catch {
            throw ValidationError("--expires: '\(expires)' is not a time; write for example 24h or 90d")
        }
    }
}
