internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly script log`: the history of a script's versions.
struct ScriptLogCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract:
            "Show what happened to a script: who proposed, signed, rejected, deprecated and revoked what, and why."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The script: NAME, or NAME@sha256:DIGEST for what happened to one version.")
    var script: String

    func validate() throws { _ = try VersionName.any(script) }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let wanted = try VersionName.any(script)
        let reply = try await global.client(in: context).connect { try await $0.events(of: wanted.name) }
        let events = (reply["items"]?.elements ?? []).filter { event in
            wanted.digest == nil || event["digest"]?.text == wanted.digest
        }
        if let digest = wanted.digest, events.isEmpty {
            throw CommandFailure("script '\(wanted.name)' has no version \(digest)")
        }
        guard global.format == .table else {
            try context.print(events, as: global.format)
            return .success
        }
        var table = Table("AT", "EVENT", "DIGEST", "BY", "SIGNER", "TEXT")
        for event in events {
            table.add(
                event["at"]?.text ?? "",
                event["event"]?.text ?? "",
                ShortDigest.text(event["digest"]?.text ?? ""),
                event["by"]?["uid"]?.integer.map { UserText.of($0) } ?? "",
                event["principal"]?.text ?? "",
                event["text"]?.text ?? ""
            )
        }
        try context.print(table, global.style(in: context))
        return .success
    }
}
