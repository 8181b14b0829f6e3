internal import ArgumentParser

/// `mayfly script`: the scripts and versions that may run.
struct ScriptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script",
        abstract: "Propose, list, approve, deprecate, revoke and export scripts.",
        subcommands: [
            ScriptAddCommand.self, ScriptListCommand.self, ScriptShowCommand.self, ScriptApproveCommand.self,
            ScriptDeprecateCommand.self, ScriptRevokeCommand.self, ScriptRepinCommand.self, ScriptLogCommand.self,
            ScriptExportCommand.self,
        ]
    )
}
