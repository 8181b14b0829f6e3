internal import ArgumentParser
internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly audit verify`: whether the log matches its signatures.
struct AuditVerifyCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Check the whole audit log, and with --offline the receipts and approvals beside it; exits 1 and names the first bad record when something is wrong.",
        discussion: """
            Whoever could change the log could change the key beside it: give the key, and a checkpoint that was kept \
            elsewhere. Without a checkpoint, records that were cut off at the end cannot be missed.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Check these files, without a daemon.", valueName: "directory"))
    var offline: String?

    @Option(help: ArgumentHelp("The file with the log's key, as log.vkey has it.", valueName: "file"))
    var key: String?

    @Option(
        help: ArgumentHelp("Checkpoints that were kept elsewhere, one or more; may be repeated.", valueName: "file")
    )
    var checkpoint: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --offline: whose signatures of approvals count; the copy's allowed_signers if not given.",
            valueName: "file"
        )
    )
    var allowedSigners: String?

    func validate() throws {
        guard offline != nil || allowedSigners == nil else {
            throw ValidationError("--allowed-signers belongs to --offline: a daemon's approvals are not copied")
        }
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let key = try key.map(AuditFile.key)?.text
        let known = try checkpoint.flatMap { try AuditFile.notes($0) }
        let result: OfflineCheck.Result
        do {
            if let offline {
                result = try OfflineCheck.run(
                    offline,
                    key: key,
                    known: known,
                    people: try allowedSigners.map(AuditFile.text)
                )
            } else {
                let client = global.client(in: context)
                result = try await client.connect { try await RemoteCheck.run($0, key: key, known: known) }
            }
        } catch let error as AuditError {
            throw CommandFailure("\(error)")
        }
        try checkPeople(result)
        try report(result, in: context)
        return .success
    }

    /// Refuses signatures whose owners cannot be checked: they prove nothing and must not look like evidence.
    private func checkPeople(_ result: OfflineCheck.Result) throws {
        guard let offline, result.evidence.approvals > 0, !result.knowsPeople else { return }
        throw CommandFailure(
            "whose signatures \(result.evidence.approvals) approvals have is not known: \(offline) has no "
                + "\(LogDirectory.people); give it with --allowed-signers"
        )
    }

    private func report(_ result: OfflineCheck.Result, in context: CommandContext) throws {
        let (head, evidence) = (result.head, result.evidence)
        guard global.format == .table else {
            let json: JSON = .object([
                "ok": .bool(true), "size": .number("\(head.size)"), "root": .string(head.root.hexadecimal),
                "key": .string(result.key), "key_was_given": .bool(key != nil),
                "receipts": .number("\(evidence.receipts)"),
                "receipts_named": .number("\(evidence.namedReceipts)"), "approvals": .number("\(evidence.approvals)"),
                "approvals_named": .number("\(evidence.namedApprovals)"), "starts": .number("\(evidence.starts)"),
            ])
            return try context.print(json, as: global.format)
        }
        let parts = [evidence.receiptsText, evidence.approvalsText, evidence.startsText]
        let beside = offline == nil ? "" : parts.map { ", \($0)" }.joined()
        try context.output.line("ok: \(head.size) records\(beside), root \(head.root.hexadecimal)")
        if offline != nil, evidence.isBare {
            try context.errors.line(
                "mayfly: warning: receipts and approvals do not lie beside the log, and were not checked"
            )
        }
        if key == nil {
            try context.errors.line(
                "mayfly: warning: the key was not given, and was believed to be \(result.key.dropLast())"
            )
        }
    }
}
