internal import ArgumentParser
internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// `mayfly audit export`: a copy that anybody can check without Mayfly.
struct AuditExportCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Copy the log, its checkpoint and keys, and the receipts into a new directory, and check the copy.",
        discussion: "docs/verify-without-mayfly.md says how to check the copy with ssh-keygen and sha256sum alone."
    )

    @OptionGroup var global: GlobalOptions

    @Option(
        help: ArgumentHelp("Whose signatures count; /etc/mayfly/allowed_signers if it can be read.", valueName: "file")
    )
    var allowedSigners: String?

    @Argument(help: "The directory; it must not hold a log yet.")
    var directory: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let path = directory
        let signers = try allowedSigners.map(AuditFile.text) ?? (try? AuditFile.text("/etc/mayfly/allowed_signers"))
        let copied = try await global.client(in: context).connect { daemon in
            try await Self.export(daemon, to: path, signers)
        }
        let json: JSON = .object([
            "size": .number("\(copied.head.size)"), "root": .string(copied.head.root.hexadecimal),
            "receipts": .number("\(copied.receipts)"), "approvals": .number("\(copied.approvals)"),
        ])
        guard global.format == .table else {
            try context.print(json, as: global.format)
            return .success
        }
        try context.output.line(
            "\(copied.head.size) records, \(copied.receipts) receipts and \(copied.approvals) approvals in \(path), checked"
        )
        return .success
    }

    /// What was copied.
    private struct Copied: Sendable {
        var head: TreeHead
        var receipts: Int
        var approvals: Int
    }

    private static func export(_ daemon: DaemonConnection, to path: String, _ signers: String?) async throws -> Copied {
        var export = try LogExport(path)
        let checkpoint = try await daemon.auditCheckpoint()
        let size = UInt64(clamping: checkpoint["size"]?.integer ?? 0)
        var evidence = NamedEvidence()
        while export.size < size {
            let limit = Int(clamping: min(500, size - export.size))
            let page = try await daemon.auditLeaves(from: export.size, limit: limit)
            let leaves = (page["items"]?.elements ?? []).compactMap(\.text)
            guard !leaves.isEmpty else { throw CommandFailure("the daemon has fewer records than it signed") }
            try export.append(leaves.map { Array($0.utf8) })
            for leaf in leaves { evidence.read(leaf) }
        }
        try await Self.copyHistory(daemon, into: export, upTo: size)
        let result = try export.finish(
            checkpoint: checkpoint["checkpoint"]?.text ?? "",
            signature: checkpoint["checkpoint_signature"]?.text ?? "",
            key: checkpoint["log_key"]?.text ?? ""
        )
        if let signers { try export.add("allowed_signers", signers) }
        return Copied(
            head: result.head,
            receipts: try await evidence.copyReceipts(from: daemon, into: export),
            approvals: try await evidence.copyApprovals(from: daemon, into: export)
        )
    }

    /// Copies the checkpoints before the newest; those that the daemon has signed since then are left out.
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
