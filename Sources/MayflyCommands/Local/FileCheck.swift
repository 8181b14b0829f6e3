internal import MayflyRun
internal import MayflyYAML

/// Reads one of the daemon's YAML files as the daemon does, without a daemon.
enum FileCheck {
    /// The parsed content of a file.
    ///
    /// - Parameter parse: The parser of the file.
    /// - Throws: ``CommandFailure`` when the file cannot be read, or is wrong; then every error was printed.
    static func read<Value>(
        _ path: String,
        in context: CommandContext,
        _ parse: (NamedFile) throws(FileErrors) -> Value
    ) throws -> Value {
        let file = NamedFile(name: path, bytes: try LocalFile.bytes(of: path, atMost: NamedFile.longest))
        do throws(FileErrors) {
            return try parse(file)
        } catch {
            try show(error.diagnostics, in: context)
            throw CommandFailure("\(path) is wrong")
        }
    }

    /// Prints each error on a line of its own.
    static func show(_ diagnostics: [FileDiagnostic], in context: CommandContext) throws(OutputError) {
        for diagnostic in diagnostics { try context.errors.line(Escape.line("\(diagnostic)")) }
    }
}
