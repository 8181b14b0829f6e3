internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly review trust`: whose signatures count on this host.
struct ReviewTrustCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show whose signatures count on this host.",
        discussion: """
            With --check it asks no daemon: it reads allowed_signers and revoked_keys of a directory as the daemon \
            would, and says how many keys and people they have, or which line is wrong and why. Whose the files are \
            is looked at where they are in force.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(
        help: ArgumentHelp("Check the files of this directory, before they are in force.", valueName: "directory"),
        completion: .directory
    )
    var check: String?

    func execute(in context: CommandContext) async throws -> ExitStatus {
        if let check { return try show(try TrustCheck(check), of: check, in: context) }
        let trust = try await global.client(in: context).connect { try await $0.trust() }
        guard global.format == .table else {
            try context.print(trust, as: global.format)
            return .success
        }
        var table = Table("PRINCIPALS", "KEY", "TYPE", "FOR", "VALID FROM", "VALID UNTIL")
        for signer in trust["signers"]?.elements ?? [] {
            let kind = signer["key_type"]?.text ?? ""
            table.add(
                signer["principals"]?.text ?? "",
                signer["key"]?.text ?? "",
                signer["supported"]?.bool == true ? kind : "\(kind) (never counts)",
                signer["namespaces"]?.text ?? "everything",
                signer["valid_after"]?.text ?? "",
                signer["valid_before"]?.text ?? ""
            )
        }
        try context.print(table, global.style(in: context))
        let revoked = trust["revoked_keys"]?.integer ?? 0
        context.hint("from \(trust["allowed_signers"]?.text ?? ""); \(revoked) keys are revoked")
        return .success
    }

    private func show(
        _ check: TrustCheck,
        of directory: String,
        in context: CommandContext
    ) throws(OutputError) -> ExitStatus {
        let counts = check.counts(at: context.now())
        if global.format == .table {
            try context.output.line("\(Escape.line(directory)): ok")
            var list = FieldList()
            for (label, _, count) in counts { list.add(label, "\(count)") }
            for line in list.lines { try context.output.line(line) }
        } else {
            try context.print(.object(counts.map { JSON.Member($0.name, .number("\($0.count)")) }), as: global.format)
        }
        if counts.contains(where: { $0.name == "keys" && $0.count == 0 }) {
            try context.errors.line("mayfly: warning: nobody's signature would count")
        }
        return .success
    }
}
