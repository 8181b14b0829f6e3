internal import Glibc
internal import MayflyClient
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON
internal import MayflyRun

/// Requests a statement from the daemon, shows it, has it signed, and sends the signature.
struct Signing {
    let client: DaemonClient
    let context: CommandContext
    let options: SigningOptions

    /// Signs what `order` asks for, and returns the approval as the daemon then has it.
    ///
    /// - Parameters:
    ///   - shows: Lines to print in addition to the statement before it is signed.
    ///   - accepts: Checks the signature before it leaves this process; if it throws, the signature is not sent.
    func sign(
        _ order: StatementOrder,
        shows: (ApprovalStatement) -> [String] = { _ in [] },
        accepts: (SSHSignature) throws(CommandFailure) -> Void = { (_) throws(CommandFailure) in }
    ) async throws -> JSON {
        let draft = try await DraftedStatement(order, client, in: context)
        if draft.author == geteuid() {
            let trust = try? await client.connect { try await $0.trust() }
            if let refusal = Self.selfApproval(of: order, trust: trust) { throw refusal }
        }
        for line in shows(draft.statement) { try context.errors.line(Escape.line(line)) }
        let path = try await ApproverKey.path(option: options.key, environment: context.environment) {
            try await client.connect { try await $0.trust() }
        }
        try show(draft, key: path)
        try confirm()
        let armour = try StatementSigner.sign(draft.bytes, with: path, environment: context.environment)
        try accepts(try Self.signature(armour, over: draft.bytes))
        return try await client.connect { try await $0.approve(statement: draft.text, signature: armour) }
    }

    /// The refusal for a signer who proposed the version; `nil` where the daemon lets them approve it.
    ///
    /// - Parameter trust: The daemon's answer about whose signatures count.
    static func selfApproval(of order: StatementOrder, trust: JSON?) -> CommandFailure? {
        guard trust?["self_approval"]?.bool == false else { return nil }
        return CommandFailure(
            "self_approval: you have proposed \(order.name)@\(order.digest), and cannot approve it; nothing was signed",
            advice: [
                "ask another approver; on a one-person machine set 'selfApproval: true' in the daemon's configuration"
            ]
        )
    }

    /// The signature that `ssh-keygen` made, checked.
    private static func signature(_ armour: String, over bytes: [UInt8]) throws(CommandFailure) -> SSHSignature {
        do throws(SSHSignatureError) {
            let signature = try SSHSignature(armoured: Array(armour.utf8))
            try signature.verify(bytes, namespace: ApprovalStatement.namespace)
            return signature
        } catch {
            throw CommandFailure("ssh-keygen made a signature that cannot count: \(error)")
        }
    }

    private func show(_ draft: DraftedStatement, key: String) throws {
        try context.errors.line(draft.isOpen ? "signing what others have signed before:" : "signing:")
        for line in StatementText.lines(of: draft.statement) { try context.errors.line("  \(line)") }
        if draft.isOpen, let approval = draft.json["approval"] {
            for line in StatementText.signatures(of: approval) {
                try context.errors.line("  signed      \(Escape.line(line))")
            }
        }
        try context.errors.line("  with        \(Escape.line(key))")
    }

    /// Asks the person at the terminal; without a terminal, the command itself counts as consent.
    private func confirm() throws {
        guard !options.yes, context.errors.isTerminal, isatty(STDIN_FILENO) == 1 else { return }
        try context.errors.write(Array("sign this? [y/N] ".utf8))
        guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw CommandFailure("NOT signed") }
    }
}
