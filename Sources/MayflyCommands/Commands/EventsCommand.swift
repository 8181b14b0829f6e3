internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly events`: the events of the daemon as they happen.
struct EventsCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Show what happens in the daemon: sessions, refusals, approvals, revocations.",
        discussion: """
            Prints what the daemon remembers; with --follow, what happens from now on. Agents see their own sessions. What must not
            be missed is in the audit log: 'mayfly help audit'.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Go on without end.")
    var follow = false

    @Option(help: ArgumentHelp("Go on after the event with this id, as --format json prints it.", valueName: "id"))
    var from: String?

    @Option(help: ArgumentHelp("Only what is about this script.", valueName: "name"))
    var script: String?

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await global.client(in: context).connect { daemon in
            // With only a script, the daemon would send the script's whole history, which is 'mayfly script log'.
            let events = try await daemon.daemonEvents(
                from: from,
                about: from == nil && !follow ? nil : script,
                follow: follow
            )
            for try await event in events where Self.isShown(event, script) {
                if global.format == .table {
                    try context.output.line(Self.line(of: event))
                } else {
                    try context.print(event, as: .jsonl)
                }
            }
        }
        return .success
    }

    private static func isShown(_ event: JSON, _ script: String?) -> Bool {
        switch event["type"]?.text {
        case "heartbeat": false
        case "truncated": true
        default: script == nil || event["script"]?.text == script
        }
    }

    /// One line for people.
    static func line(of event: JSON) -> String {
        let what: [String?] =
            switch event["type"]?.text {
            case "session": [event["session"]?.text, event["state"]?.text, event["verdict"]?.text]
            case "refused": [event["session"]?.text, "refused", event["rule"]?.text]
            case "version":
                [event["event"]?.text, event["digest"]?.text.map(ShortDigest.text), event["principal"]?.text]
            case "truncated": ["\(event["events"]?.integer ?? 0) events were not read in time"]
            default: [event["type"]?.text]
            }
        let who = event["agent"]?.text ?? (event["uid"] ?? event["by"]?["uid"])?.integer.map { UserText.of($0) }
        let words = [event["t"]?.text] + what + [event["script"]?.text, who]
        return Escape.line(words.compactMap(\.self).joined(separator: "  "))
    }
}
