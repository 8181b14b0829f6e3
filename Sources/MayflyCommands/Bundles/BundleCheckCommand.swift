internal import ArgumentParser
internal import MayflyBundle
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun
internal import MayflySchema

/// `mayfly bundle check`: reads a bundle as the daemon would, without a daemon.
struct BundleCheckCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a bundle, and arguments for it; needs no daemon.",
        discussion: """
            Prints every error of its mayfly.yaml as file:line:column: error: …, and exits 1 when there is one. \
            With --args it checks arguments too, and prints the words that would follow the script on its command line.
            """
    )

    @Argument(help: "A file, or a directory of files.", completion: .file())
    var path: String

    @Option(help: ArgumentHelp("Arguments as a JSON object, or @ and a file with one.", valueName: "json"))
    var args: String?

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let bundle = try LocalBundle(path)
        guard let args else {
            try context.output.line("\(Escape.line(path)): ok, \(bundle.digest)")
            return .success
        }
        guard let description = bundle.description, let schema = description.arguments else {
            throw CommandFailure("\(path) has no schema for arguments; they are a list of texts, after '--'")
        }
        let arguments = try ArgumentText.object(args)
        let words: [String]
        do throws(SchemaFaults) {
            try Schema(schema).check(arguments)
            words = try description.argumentMap.words(for: arguments)
        } catch {
            throw CommandFailure(
                "these arguments are not what \(path) takes",
                advice: error.faults.map { "\($0.pointer.isEmpty ? "the whole" : $0.pointer): \($0.message)" }
            )
        }
        for word in words { try context.output.line(JSON.string(word).compactText) }
        return .success
    }
}
