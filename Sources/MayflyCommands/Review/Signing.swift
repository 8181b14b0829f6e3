internal import MayflyClient
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// Takes a statement from the daemon, shows it, has it signed, and brings the signature.
struct Signing {
    let client: DaemonClient
    let context: CommandContext
    let key: String?

    /// Signs what `order` asks for; the approval as the daemon then has it.
    ///
    /// - Parameter shows: Whether the statement is printed before it is signed.
    func sign(_ order: StatementOrder, shows: Bool = true) async throws -> JSON {
        let draft = try await client.connect { try await $0.statement(order) }
        guard let text = draft["statement"]?.text else { throw CommandFailure("the daemon gave no statement") }
        let bytes = Array(text.utf8)
        let statement = try StatementCheck.read(bytes, ordered: order)
        let path = try await ApproverKey.path(option: key, environment: context.environment) {
            try await client.connect { try await $0.trust() }
        }
        if shows { try show(statement, key: path, draft) }
        let signature = try StatementSigner.sign(bytes, with: path, environment: context.environment)
        return try await client.connect { try await $0.approve(statement: text, signature: signature) }
    }

    private func show(_ statement: ApprovalStatement, key: String, _ draft: JSON) throws {
        let isOpen = draft["open"]?.bool == true
        try context.errors.line(isOpen ? "signing what others have signed before:" : "signing:")
        for line in StatementText.lines(of: statement) { try context.errors.line("  \(line)") }
        if isOpen, let approval = draft["approval"] {
            for line in StatementText.signatures(of: approval) {
                try context.errors.line("  signed  \(Escape.line(line))")
            }
        }
        try context.errors.line("  with    \(Escape.line(key))")
    }
}
