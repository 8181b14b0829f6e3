internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly audit show`: one record, and the proof that it is in the log.
struct AuditShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one record of the audit log with its proof."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The record's index.")
    var index: UInt64

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let index = index
        let (leaf, proof) = try await global.client(in: context).connect { daemon in
            let page = try await daemon.auditLeaves(from: index, limit: 1)
            return (page["items"]?.elements.first?.text, try await daemon.auditProof(of: index))
        }
        guard let leaf, let json = try? JSONReader.read(Array(leaf.utf8)) else {
            throw CommandFailure("there is no record \(index)", advice: ["list them: mayfly audit ls"])
        }
        if global.format == .table {
            var fields = FieldList()
            for member in json.members {
                fields.add(member.name, member.value.text ?? (member.value == .null ? nil : member.value.compactText))
            }
            fields.add("proof", (proof["proof"]?.elements ?? []).compactMap(\.text))
            for line in fields.lines { try context.output.line(line) }
        } else {
            try context.print(.object(["record": json, "leaf": .string(leaf), "proof": proof]), as: global.format)
        }
        return .success
    }
}
