internal import ArgumentParser

/// `mayfly audit`: the records of what happened, and the proof that nobody changed them.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read, check and export the audit log.",
        subcommands: [
            AuditListCommand.self, AuditShowCommand.self, AuditVerifyCommand.self, AuditCheckpointCommand.self,
            AuditExportCommand.self,
        ]
    )
}
