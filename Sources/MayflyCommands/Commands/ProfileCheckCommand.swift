internal import ArgumentParser
internal import MayflyCore
internal import MayflyProfiles
internal import MayflyRun
internal import MayflyYAML

/// `mayfly profile check`: reads profile files as the daemon would, without a daemon.
struct ProfileCheckCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check profile files; needs no daemon.",
        discussion: "Prints every error as file:line:column: error: …, and exits 1 when there is one."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Profile files, or directories whose *.yaml and *.json files are checked.", completion: .file())
    var paths: [String]

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let files = try files()
        var wrong = 0
        var names: [ProfileName: String] = [:]
        for file in files {
            let diagnostics = Self.check(file, names: &names)
            for diagnostic in diagnostics { try context.errors.line(Escape.line("\(diagnostic)")) }
            if !diagnostics.isEmpty { wrong += 1 }
            if diagnostics.isEmpty, global.format == .table { try context.output.line("\(Escape.line(file.name)): ok") }
        }
        guard wrong > 0 else { return .success }
        throw CommandFailure("\(wrong) of \(files.count) profile files \(wrong == 1 ? "is" : "are") wrong")
    }

    /// Reads one file; `names` remembers which file has which profile.
    private static func check(_ file: NamedFile, names: inout [ProfileName: String]) -> [FileDiagnostic] {
        do throws(FileErrors) {
            // Whether the host's kernel is new enough for an entry is decided on the host; here all of them are read.
            if file.isPolicy {
                _ = try SystemCallFileParser.groups(from: file, kernel: KernelVersion(major: .max, minor: .max))
                return []
            }
            let profile = try ProfileParser.profile(from: file)
            guard let other = names.updateValue(file.name, forKey: profile.name) else { return [] }
            let message = "\(other) has a profile of this name too"
            return [FileDiagnostic(file: file.name, line: 1, column: 1, path: "metadata.name", message: message)]
        } catch {
            return error.diagnostics
        }
    }

    private func files() throws(CommandFailure) -> [NamedFile] {
        var files: [NamedFile] = []
        for path in paths {
            var names = [path]
            if case .directory = LocalFile.kind(of: path) {
                names = try LocalFile.names(in: path).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.map {
                    "\(path)/\($0)"
                }
                if names.isEmpty { throw CommandFailure("\(path) has no *.yaml or *.json file") }
            }
            for name in names {
                let bytes = try LocalFile.bytes(of: name, atMost: NamedFile.longest)
                files.append(NamedFile(name: name, bytes: bytes))
            }
        }
        return files
    }
}
