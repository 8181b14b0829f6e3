internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly review statement`: writes out the bytes to sign.
struct ReviewStatementCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "Print the statement to sign, byte for byte, to sign it elsewhere.",
        discussion:
            "Then: ssh-keygen -Y sign -n mayfly-approval -f KEY FILE, and 'mayfly review approve --statement FILE'."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The version: NAME@sha256:DIGEST.")
    var version: String

    @Option(name: .shortAndLong, help: ArgumentHelp("A profile it may run under. May be repeated.", valueName: "name"))
    var profile: [String]

    @Option(help: ArgumentHelp("How long, for example 24h or 90d; else the daemon's default.", valueName: "duration"))
    var expires: String?

    @Option(help: ArgumentHelp("What you looked at; it becomes part of the statement.", valueName: "text"))
    var comment: String?

    @Flag(help: "A statement that only lets a reviewer try the version, for an hour at most.")
    var review = false

    func validate() throws {
        _ = try VersionName.exact(version)
        _ = try ReviewOption.profiles(profile)
        _ = try ReviewOption.lifetime(expires)
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let version = try VersionName.exact(version)
        var order = StatementOrder(
            name: version.name,
            digest: version.digest ?? "",
            decision: review ? "review" : "approve",
            profiles: profile
        )
        order.expires = try ReviewOption.lifetime(expires)
        order.comment = comment
        let draft = try await DraftedStatement(order, global.client(in: context), in: context)
        guard global.format == .table else {
            try context.print(draft.json, as: global.format)
            return .success
        }
        for line in StatementText.lines(of: draft.statement) { context.hint(line) }
        // Exactly these bytes are signed, so nothing is escaped; the statement was read above and has no control characters.
        try context.output.write(draft.bytes)
        return .success
    }
}
