internal import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON
internal import MayflyRun

/// `mayfly script repin`: approves a version again, for the interpreter that the host has now.
struct ScriptRepinCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "repin",
        abstract: "Sign an approved version anew, because its interpreter or profile has changed.",
        discussion: """
            Shows what started the script when it was approved, and what would start it now. Which bytes, and under which \
            profiles, is what you have signed before, with the key that signs now; who has not names the version and its \
            profiles. The daemon's word alone is not enough.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The approval that is to be replaced: apr_…")
    var approval: String

    @Argument(help: "The version, where another key signed the approval: NAME@sha256:DIGEST.")
    var version: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("A profile it may run under, with a version.", valueName: "name"))
    var profile: [String] = []

    @Option(help: ArgumentHelp("How long, for example 24h or 90d; else the daemon's default.", valueName: "duration"))
    var expires: String?

    @OptionGroup var signing: SigningOptions

    func validate() throws {
        _ = try ReviewOption.lifetime(expires)
        if let version { _ = try VersionName.exact(version) }
        guard (version == nil) == profile.isEmpty else {
            throw ValidationError("a version and at least one --profile belong together")
        }
        _ = try ReviewOption.profiles(profile)
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let client = global.client(in: context)
        let old = try EarlierStatement(try await client.connect { try await $0.approval(approval) }, id: approval)
        let isNamed = version != nil
        let new = try await Signing(client: client, context: context, options: signing).sign(
            try order(for: old.statement),
            shows: old.changes,
            accepts: { (signature) throws(CommandFailure) in if !isNamed { try old.check(signedBy: signature.key) } }
        )
        try ApproveOptions.report(new, global, in: context)
        return .success
    }

    /// The order for the new signature: the person's arguments where given, otherwise the content of `old`.
    private func order(for old: ApprovalStatement) throws -> StatementOrder {
        let named = try version.map(VersionName.exact)
        var order = StatementOrder(
            name: named?.name ?? old.name.text,
            digest: named?.digest ?? old.digest.description,
            decision: "approve",
            profiles: named == nil ? old.profiles.map(\.name.text) : profile
        )
        order.expires = try ReviewOption.lifetime(expires)
        order.comment = old.comment.split(whereSeparator: \.isNewline).first.map { String($0.prefix(40)) }
        order.replaces = approval
        return order
    }
}
