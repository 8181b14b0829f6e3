internal import ArgumentParser
internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly audit export`: a copy that anybody can check without Mayfly.
struct AuditExportCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Copy the log, its checkpoint and keys, and the receipts into a new directory, and check the copy.",
        discussion: "docs/verify-without-mayfly.md says how to check the copy with ssh-keygen and sha256sum alone."
    )

    @OptionGroup var global: GlobalOptions

    @Option(
        help: ArgumentHelp("Whose signatures count; the daemon's own allowed_signers if not given.", valueName: "file")
    )
    var allowedSigners: String?

    @Argument(help: "A new directory; it is there as a whole or not at all.")
    var directory: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let path = directory
        let copied = try await global.client(in: context).connect { daemon in
            try await Self.export(daemon, to: path, try await signers(of: daemon))
        }
        let evidence = copied.evidence
        let json: JSON = .object([
            "size": .number("\(copied.head.size)"), "root": .string(copied.head.root.hexadecimal),
            "receipts": .number("\(evidence.receipts)"), "approvals": .number("\(evidence.approvals)"),
        ])
        guard global.format == .table else {
            try context.print(json, as: global.format)
            return .success
        }
        try context.output.line(
            "\(copied.head.size) records, \(evidence.receiptsText) and \(evidence.approvalsText) in \(path), checked"
        )
        return .success
    }

    /// The text of `allowed_signers`: without it nobody could check whose signatures the approvals carry.
    private func signers(of daemon: DaemonConnection) async throws -> String {
        if let allowedSigners { return try AuditFile.text(allowedSigners) }
        guard let path = try await daemon.trust()["allowed_signers"]?.text else {
            throw CommandFailure(
                "the daemon does not say where its allowed_signers are; give a copy with --allowed-signers"
            )
        }
        guard let own = DaemonFile.signers.path(of: path) else {
            throw CommandFailure(
                "the daemon says that \(path) has whose signatures count, which cannot be read, or is not root's alone; give "
                    + "them with --allowed-signers"
            )
        }
        return try AuditFile.text(own)
    }

    private static func export(_ daemon: DaemonConnection, to path: String, _ signers: String) async throws
        -> OfflineCheck.Result
    {
        let place = try NewDirectory(path)
        var export = try LogExport(place.temporary)
        let (checkpoint, evidence) = try await copyRecords(daemon, into: &export)
        try await copyHistory(daemon, into: export, upTo: export.size)
        guard let key = LogVerifierKey(noteText: checkpoint["log_key"]?.text ?? "") else {
            throw CommandFailure("the daemon sent no key of a log")
        }
        guard let noteSignature = checkpoint["note_signature"]?.text else {
            throw CommandFailure("the daemon is older than this program: it does not sign the whole checkpoint")
        }
        try export.finish(
            checkpoint: checkpoint["checkpoint"]?.text ?? "",
            signature: checkpoint["checkpoint_signature"]?.text ?? "",
            noteSignature: noteSignature,
            key: key
        )
        try await evidence.copyApprovals(from: daemon, into: export)
        // The check leaves open whose signatures these are, because a key may have been removed since. Readers of the copy decide that.
        let result = try check(export, key, at: path)
        try export.add(LogDirectory.people, signers)
        try place.finish()
        return try result.get()
    }

    /// Checks the copy.
    ///
    /// A copy of a damaged log is kept, because it shows the damage.
    ///
    /// - Parameter path: Where the copy will be.
    private static func check(_ export: LogExport, _ key: LogVerifierKey, at path: String) throws(AuditError)
        -> Result<OfflineCheck.Result, CommandFailure>
    {
        do throws(AuditError) {
            return .success(try export.check(key: key))
        } catch {
            guard case .damaged(let damage) = error else { throw error }
            let advice =
                "the copy is in \(path) all the same; docs/verify-without-mayfly.md says what older versions wrote"
            return .failure(CommandFailure("\(damage)", advice: [advice]))
        }
    }

    /// The limit for repeated rounds of copying: a round repeats when a receipt that a record names is gone.
    private static let mostRounds = 8

    /// Copies the records up to the newest checkpoint, and the receipts that they name.
    ///
    /// A session may be forgotten after the checkpoint but before its receipt is requested. The record that explains the missing
    /// receipt is then below the next checkpoint, so that the copy continues up to that one.
    private static func copyRecords(_ daemon: DaemonConnection, into export: inout LogExport) async throws
        -> (checkpoint: JSON, evidence: NamedEvidence)
    {
        var evidence = NamedEvidence()
        var gap = ""
        for _ in 0..<mostRounds {
            let checkpoint = try await daemon.auditCheckpoint()
            let size = UInt64(clamping: checkpoint["size"]?.integer ?? 0)
            try await copyRecords(daemon, into: &export, upTo: size, &evidence)
            try await evidence.copyReceipts(from: daemon, into: export)
            guard let found = evidence.gap else { return (checkpoint, evidence) }
            gap = found
        }
        throw CommandFailure(
            "the receipt of \(gap) is gone, and by the records it has to be there: sessions are forgotten faster than "
                + "they are copied, or the daemon has lost it",
            advice: ["try again when fewer sessions run"]
        )
    }

    private static func copyRecords(
        _ daemon: DaemonConnection,
        into export: inout LogExport,
        upTo size: UInt64,
        _ evidence: inout NamedEvidence
    ) async throws {
        while export.size < size {
            let limit = Int(clamping: min(500, size - export.size))
            let page = try await daemon.auditLeaves(from: export.size, limit: limit)
            let leaves = (page["items"]?.elements ?? []).compactMap(\.text)
            guard !leaves.isEmpty else { throw CommandFailure("the daemon has fewer records than it signed") }
            try export.append(leaves.map { Array($0.utf8) })
            for leaf in leaves { evidence.read(leaf) }
        }
    }

    /// Copies the checkpoints up to the newest one in the copy, and leaves out those that the daemon signed later.
    private static func copyHistory(
        _ daemon: DaemonConnection,
        into export: LogExport,
        upTo size: UInt64
    ) async throws {
        var (text, last) = ("", UInt64(0))
        while last < size {
            let lines = (try await daemon.auditHistory(after: last)["items"]?.elements ?? []).compactMap(\.text)
            let sizes = lines.map { CheckpointLine.size(of: $0.utf8) ?? .max }
            for (line, found) in zip(lines, sizes) where found <= size && found > last { text += line }
            guard let end = sizes.last, end > last else { break }
            last = end
        }
        if !text.isEmpty { try export.add(LogDirectory.history, text) }
    }
}
