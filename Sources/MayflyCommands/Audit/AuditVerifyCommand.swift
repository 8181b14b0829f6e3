internal import ArgumentParser
internal import MayflyAudit
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// `mayfly audit verify`: whether the log is what was signed.
struct AuditVerifyCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the whole audit log; exits 1 and names the first bad record when something is wrong.",
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

    @Option(help: ArgumentHelp("A checkpoint that was kept elsewhere; may be repeated.", valueName: "file"))
    var checkpoint: [String] = []

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let key = try key.map(AuditFile.text)
        let known = try checkpoint.map(AuditFile.text)
        let result: OfflineCheck.Result
        do {
            if let offline {
                result = try OfflineCheck.run(offline, key: key, known: known)
            } else {
                let client = global.client(in: context)
                result = try await client.connect { try await RemoteCheck.run($0, key: key, known: known) }
            }
        } catch let error as AuditError {
            throw CommandFailure("\(error)")
        }
        if global.format == .table {
            try context.output.line("ok: \(result.head.size) records, root \(result.head.root.hexadecimal)")
            if key == nil { context.hint("the key was not given: it was believed to be \(result.key.dropLast())") }
        } else {
            let json: JSON = .object([
                "ok": .bool(true), "size": .number("\(result.head.size)"),
                "root": .string(result.head.root.hexadecimal), "key": .string(result.key),
            ])
            try context.print(json, as: global.format)
        }
        return .success
    }
}
