internal import ArgumentParser

/// `mayfly audit`: what was done, and the proof that nothing of it was changed.
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
