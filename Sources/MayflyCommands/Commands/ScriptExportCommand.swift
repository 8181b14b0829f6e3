internal import ArgumentParser
internal import MayflyBundle
internal import MayflyClient
internal import MayflyCore
internal import MayflyRun

/// `mayfly script export`: the files of a version as an archive.
struct ScriptExportCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all files of a version into a tar archive, compared with the digest as they arrive.",
        discussion: "Without --output to standard output; then the archive is good only if the command exits with 0."
    )

    @OptionGroup var global: GlobalOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The archive; it is there as a whole or not at all.", valueName: "file")
    )
    var output: String?

    @Argument(help: "The version: NAME@sha256:…")
    var version: String

    func validate() throws { _ = try VersionName.exact(version) }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let wanted = try VersionName.exact(version)
        guard let digest = wanted.digest else { throw CommandFailure("'\(version)' names no digest") }
        if output == nil, context.output.isTerminal {
            throw CommandFailure("an archive is not for a terminal", advice: ["name a file: --output FILE"])
        }
        let place = try output.map { (path) throws(CommandFailure) in try Self.place(of: path) }
        try await global.client(in: context).connect { daemon in
            let body = try await daemon.archive(of: wanted.name, digest)
            guard let place else { return try await Self.copy(body, of: digest) { try context.output.write($0) } }
            try await SafeDirectory(place.directory).write(place.name) { put in
                try await Self.copy(body, of: digest) { try put($0) }
            }
        }
        return .success
    }

    /// Passes an archive on while checking it, and fails when it is not the version.
    private static func copy(_ body: ReplyBody, of digest: String, _ put: ([UInt8]) throws -> Void) async throws {
        var check = ArchiveCheck(digest)
        for try await piece in body {
            try check.read(piece)
            try put(piece)
        }
        try check.finish()
    }

    /// The directory and the name under which the whole file can be put in place at once.
    private static func place(of path: String) throws(CommandFailure) -> (directory: String, name: String) {
        let advice = ["name a file: --output report.tar"]
        switch LocalFile.kind(of: path) {
        case .directory: throw CommandFailure("--output: \(path) is a directory", advice: advice)
        case .link, .other:
            throw CommandFailure(
                "--output: \(path) is no file: a device or a pipe cannot have an archive as a whole or not at all",
                advice: ["leave --output out, and send standard output there: mayfly script export … > \(path)"]
            )
        case .file, nil: break
        }
        guard let last = path.utf8.last, last != UInt8(ascii: "/") else {
            throw CommandFailure("--output: '\(path)' is not the name of a file", advice: advice)
        }
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let directory = String(path[..<slash])
        return (directory.isEmpty ? "/" : directory, String(path[path.utf8.index(after: slash)...]))
    }
}
