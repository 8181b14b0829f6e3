internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly review trust`: whose signatures count on this host.
struct ReviewTrustCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show whose signatures count on this host."
    )

    @OptionGroup var global: GlobalOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
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
}
