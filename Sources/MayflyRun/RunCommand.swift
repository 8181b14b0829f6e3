package import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// `mayfly run`: runs a script, and behaves towards the caller as if it were the script.
package struct RunCommand: MayflySubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        // It is also parsed alone, and its usage must name the program even then.
        _superCommandName: "mayfly",
        abstract: "Run an approved script in a fresh cell; print what it prints, exit as it exits.",
        discussion: """
            Examples:
              mayfly run billing/report -- --month 2026-05
              mayfly run billing/report -a month=2026-05 -a top:=5
              mayfly run billing/report --input sales.csv --output-dir out
              mayfly run --code hello.py          runs only if exactly this file is approved

            Exit codes:
              the script's own   it exited by itself
              124                the wall-clock limit ended it
              125                Mayfly refused or failed, or the command line was wrong
              126, 127           its entry point cannot be executed, or its interpreter does not exist
              137                a limit, a person or a revocation ended it
              128+n              signal n ended it
              159                a refused system call ended it, where the profile says so
              130                Ctrl-C ended it
            """
    )
    package static let failureStatus = ExitStatus.mayfly

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: RunOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The workspace whose files the script finds in /work, and may change.", valueName: "name")
    )
    var workspace: String?

    @Option(
        help: ArgumentHelp("Run this file instead of a known script, if its bytes are approved.", valueName: "file")
    )
    var code: String?

    @Option(
        help: ArgumentHelp(
            "How --code is run, when its name does not tell: python, sh, node or binary.",
            valueName: "name"
        )
    )
    var runtime: String?

    @Flag(help: "Only say what would become of it; nothing runs.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("Name this submission: sent again with the same name, nothing runs twice.", valueName: "key")
    )
    var idempotencyKey: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of the session when mayfly is gone before its end: kill, or detach, the default.",
            valueName: "what"
        )
    )
    var onDisconnect: String?

    @Flag(name: .shortAndLong, help: "Print the session's id and return at once.")
    var detach = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write what it leaves in /outputs into this directory.", valueName: "directory")
    )
    var outputDir: String?

    @Flag(name: .shortAndLong, help: "Do not say on standard error why it ended.")
    var quiet = false

    @Flag(help: "Do not escape control characters on a terminal.")
    var raw = false

    @Argument(help: "The script: name, name@sha256:… or sha256:…")
    var script: String?

    @OptionGroup var arguments: ArgumentOptions

    package init() {}

    package func validate() throws {
        guard !detach || onDisconnect != "kill" else {
            throw ValidationError("--on-disconnect kill: with --detach the session would be killed at once")
        }
        guard !detach || outputDir == nil else {
            throw ValidationError(
                "--output-dir: --detach does not wait for what the script leaves; give one of the two, or fetch it "
                    + "later: mayfly artifacts SESSION --output DIR"
            )
        }
    }

    package func execute(in context: CommandContext) async throws -> ExitStatus {
        let order = try RunOrder(self).order(in: context)
        let client = global.client(in: context)
        if dryRun { return try await tryOut(order, client, context) }
        if detach { return try await start(order, client, context) }
        // Opened before the script runs: an effect of the script cannot be repeated because its artifacts had no destination.
        let directory = try outputDir.map { (path) throws(CommandFailure) in try SafeDirectory(path) }
        let run = AttachedRun(
            client: client,
            context: context,
            streams: global.format == .table,
            raw: raw,
            quiet: quiet
        )
        let session = try await run.run(order)
        if global.format != .table { try context.print(session.json, as: global.format) }
        if !quiet, global.format == .table { try explain(session, context) }
        try warn(of: session, context)
        if let directory { try await ArtifactCopy(session, client).write(into: directory) }
        return run.interruption ?? ExitStatus(of: session)
    }

    private func tryOut(_ order: SubmitOrder, _ client: DaemonClient, _ context: CommandContext) async throws
        -> ExitStatus
    {
        let trial = try await client.connect { try await $0.trial(of: order) }
        if global.format == .table {
            for line in TrialText.lines(of: trial) { try context.output.line(line) }
        } else {
            try context.print(trial, as: global.format)
        }
        return trial["admitted"]?.bool == true ? .success : .mayfly
    }

    private func start(_ order: SubmitOrder, _ client: DaemonClient, _ context: CommandContext) async throws
        -> ExitStatus
    {
        let session = try await client.connect { try await $0.submit(order) }
        if global.format == .table {
            try context.output.line(session.id)
            context.hint("follow it with: mayfly logs -f \(session.id)")
        } else {
            try context.print(session.json, as: global.format)
        }
        return .success
    }

    private func explain(_ session: SessionReply, _ context: CommandContext) throws(OutputError) {
        if session.verdict != .ok {
            try context.errors.line("mayfly: \(SessionText.ending(of: session))")
            context.hint("more with: mayfly inspect \(session.id)")
        }
    }

    /// Prints the warnings that no option hides: the session's changes to the workspace were lost, or part of the cell is left on the host.
    private func warn(of session: SessionReply, _ context: CommandContext) throws(OutputError) {
        for line in [SessionText.workspaceLoss(of: session), SessionText.residue(of: session)].compactMap(\.self) {
            try context.errors.line("mayfly: \(line)")
        }
    }
}
