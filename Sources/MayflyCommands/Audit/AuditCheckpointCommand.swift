internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly audit checkpoint`: the current state of the log, signed.
struct AuditCheckpointCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Print the newest checkpoint, a signed note; keep it where the daemon cannot reach it."
    )

    @OptionGroup var global: GlobalOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect { try await $0.auditCheckpoint() }
        guard global.format == .table else {
            try context.print(reply, as: global.format)
            return .success
        }
        guard let note = reply["checkpoint"]?.text, note.utf8.last == UInt8(ascii: "\n") else {
            throw CommandFailure("the daemon sent no checkpoint")
        }
        // A file gets every byte, because a kept checkpoint is compared byte by byte.
        let text = String(Substring(note.utf8.dropLast()))
        try context.output.line(context.output.isTerminal ? Escape.text(text) : text)
        return .success
    }
}
