internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON

/// `mayfly script repin`: approves a version anew, for the interpreter that the host has now.
struct ScriptRepinCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "repin",
        abstract: "Sign an approved version anew, because its interpreter or profile has changed.",
        discussion: "Shows what started the script when it was approved, and what would start it now."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The approval that is to be replaced: apr_…")
    var approval: String

    @Option(help: ArgumentHelp("How long, for example 24h or 90d; else the daemon's default.", valueName: "duration"))
    var expires: String?

    @OptionGroup var signing: SigningOptions

    func validate() throws { _ = try ReviewOption.lifetime(expires) }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let client = global.client(in: context)
        let old = try await client.connect { try await $0.approval(approval) }
        var order = StatementOrder(
            name: old["script"]?.text ?? "",
            digest: old["digest"]?.text ?? "",
            decision: "approve",
            profiles: (old["profiles"]?.elements ?? []).compactMap { $0["name"]?.text }
        )
        order.expires = try ReviewOption.lifetime(expires)
        order.comment = old["comment"]?.text.flatMap { $0.isEmpty ? nil : String($0.prefix(40)) }
        order.replaces = approval
        let wanted = order
        let draft = try await client.connect { try await $0.statement(wanted) }
        for line in Self.changes(from: old, to: draft["approval"] ?? .null) {
            try context.errors.line(Escape.line(line))
        }
        let key = signing.key
        let new = try await Signing(client: client, context: context, key: key).sign(order)
        try ApproveOptions.report(new, global, in: context)
        return .success
    }

    /// What starts the script under each profile: as it was approved, and now.
    static func changes(from old: JSON, to new: JSON) -> [String] {
        (new["profiles"]?.elements ?? []).flatMap { now in
            let name = now["name"]?.text ?? ""
            let before = old["profiles"]?.elements.first { $0["name"]?.text == name } ?? .null
            let parts = ["interpreter", "interpreter_digest", "flags", "profile_digest"].flatMap { part -> [String] in
                let (was, isNow) = (text(before[part]), text(now[part]))
                return was == isNow ? ["  \(part): \(was), unchanged"] : ["- \(part): \(was)", "+ \(part): \(isNow)"]
            }
            return ["\(name):"] + parts
        }
    }

    private static func text(_ json: JSON?) -> String {
        guard let json else { return "none" }
        return json.text ?? json.elements.compactMap(\.text).joined(separator: " ")
    }
}
