internal import ArgumentParser
internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly audit show`: one record, and the proof that it is in the log.
struct AuditShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one record of the audit log, and check the proof that it is in the log that is signed."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The record's index.")
    var index: UInt64

    @Option(help: ArgumentHelp("The file with the log's key, as log.vkey has it.", valueName: "file"))
    var key: String?

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let index = index
        let key = try key.map(AuditFile.key)?.key
        let record = try await global.client(in: context).connect { try await ProvenRecord(index, of: $0, key: key) }
        guard global.format == .table else {
            let json: JSON = .object([
                "record": record.json, "leaf": .string(record.leaf), "proof": record.proof,
                "checkpoint": .string(record.checkpoint.note), "key_was_given": .bool(key != nil),
            ])
            try context.print(json, as: global.format)
            return .success
        }
        var fields = FieldList()
        for member in record.json.members {
            fields.add(member.name, member.value.text ?? (member.value == .null ? nil : member.value.compactText))
        }
        let head = record.checkpoint.head
        fields.add("proven", "in the log of \(head.size) records with root \(head.root.hexadecimal)")
        fields.add("proof", (record.proof["proof"]?.elements ?? []).compactMap(\.text))
        for line in fields.lines { try context.output.line(line) }
        if key == nil {
            try context.errors.line("mayfly: warning: the key was not given, and the daemon's own was believed")
        }
        return .success
    }
}

/// A record, and the proof that it is in the log that the newest checkpoint signs.
private struct ProvenRecord: Sendable {
    let leaf: String
    let json: JSON
    /// The proof as the daemon sent it.
    let proof: JSON
    let checkpoint: Checkpoint

    /// Requests a record and its proof.
    ///
    /// - Parameter key: The key of the log; if `nil`, the key that the daemon names is trusted.
    init(_ index: UInt64, of daemon: DaemonConnection, key: LogVerifierKey?) async throws {
        let current = try await daemon.auditCheckpoint()
        guard let key = key ?? LogVerifierKey(noteText: current["log_key"]?.text ?? "") else {
            throw CommandFailure("the daemon sent no key of a log")
        }
        do throws(CheckpointFault) {
            checkpoint = try Checkpoint(current["checkpoint"]?.text ?? "", key: key)
        } catch {
            throw CommandFailure("the checkpoint \(error)")
        }
        let head = checkpoint.head
        guard index < head.size else {
            throw CommandFailure(
                "there is no record \(index): the log has \(head.size)",
                advice: ["list them: mayfly audit ls"]
            )
        }
        let page = try await daemon.auditLeaves(from: index, limit: 1)
        proof = try await daemon.auditProof(of: index, size: head.size)
        guard let leaf = page["items"]?.elements.first?.text, let json = try? JSONReader.read(Array(leaf.utf8)),
            AuditLeaf.index(of: leaf.utf8) == index
        else { throw CommandFailure("the daemon sent something else for record \(index)") }
        (self.leaf, self.json) = (leaf, json)
        guard Self.isProven(Array(leaf.utf8), index, in: head, proof) else {
            throw CommandFailure("the proof does not show that record \(index) is in the log")
        }
    }

    private static func isProven(_ leaf: [UInt8], _ index: UInt64, in head: TreeHead, _ proof: JSON) -> Bool {
        let elements = proof["proof"]?.elements ?? []
        let hashes = elements.compactMap { $0.text.flatMap(Digest.init(hexadecimal:)) }
        return hashes.count == elements.count
            && MerkleCheck.inclusion(
                of: MerkleHash.leaf(leaf),
                index: index,
                size: head.size,
                root: head.root,
                proof: hashes
            )
    }
}
