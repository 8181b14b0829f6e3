internal import ArgumentParser
internal import MayflyAudit
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly receipt verify`: whether a receipt is signed and in the log.
struct ReceiptVerifyCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a receipt that 'mayfly receipt --format json' has printed; no daemon is asked."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file.")
    var file: String

    @Option(help: ArgumentHelp("The file with the log's key, as log.vkey has it.", valueName: "file"))
    var key: String?

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let bundle = try AuditFile.receipt(file)
        let verifier = try key.map(AuditFile.key)?.key ?? bundle.key
        let head: TreeHead
        do throws(AuditError) {
            head = try bundle.check(key: verifier)
        } catch {
            guard case .damaged(let damage) = error else { throw CommandFailure("\(file): \(error)") }
            throw CommandFailure("\(file) is not a receipt that the log has: \(damage.detail)")
        }
        let line = "ok: record \(bundle.index) of a log of \(head.size) records"
        if global.format == .table {
            try context.output.line(line)
            if key == nil {
                try context.errors.line("mayfly: warning: the key was not given, and the receipt's own was believed")
            }
        } else {
            let json: JSON = .object([
                "ok": .bool(true), "index": .number("\(bundle.index)"), "key_was_given": .bool(key != nil),
            ])
            try context.print(json, as: global.format)
        }
        return .success
    }
}
