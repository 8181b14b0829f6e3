internal import MayflyBundle
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyRun
internal import MayflyYAML

/// The files of a script on this machine, in the form in which they are proposed.
struct LocalBundle {
    /// A file's path in the bundle, and its bytes.
    typealias File = (path: String, bytes: [UInt8])

    /// The most files of a bundle.
    static let mostFiles = 1000
    /// The most bytes of all files together.
    static let mostBytes = 64 * 1024 * 1024

    /// In the order of their paths.
    let files: [File]
    /// The content of its `mayfly.yaml`; `nil` when it has none.
    let description: BundleDescription?

    /// Reads one file, which becomes the entry point, or a directory.
    ///
    /// The directory's `mayfly.yaml` names the entry point, or else the rule of bundles determines it.
    init(_ path: String) throws(CommandFailure) {
        var walk = BundleWalk(path)
        switch LocalFile.kind(of: path) {
        case .file: try walk.addFile(as: EntryPoint.name(forSingleFile: LocalFile.name(of: path)))
        case .directory: try walk.addDirectory()
        case nil: throw CommandFailure("there is no file or directory \(path)")
        case .link, .other: throw CommandFailure("\(path) is neither a file nor a directory")
        }
        files = walk.files.sorted { Manifest.precedes($0.path, $1.path) }
        description = try Self.description(of: files, path)
        let entry =
            if let start = description?.start { EntryPoint(path: start.entry, runtime: start.runtime) } else {
                try Self.entryPoint(of: files, path)
            }
        try Self.check(entry, of: files, path)
    }

    /// The output of `sha256sum` for the files.
    var manifest: String {
        Manifest.text(of: files.map { Manifest.Entry(path: $0.path, digest: .sha256(of: $0.bytes)) })
    }

    /// The bundle's identity.
    var digest: Digest { .sha256(of: Array(manifest.utf8)) }

    private static func description(of files: [File], _ path: String) throws(CommandFailure) -> BundleDescription? {
        guard let file = files.first(where: { $0.path.hasBytes(of: BundleFile.name) }) else { return nil }
        do throws(FileErrors) {
            return try BundleParser.description(
                from: NamedFile(name: "\(path)/\(BundleFile.name)", bytes: file.bytes),
                paths: files.map(\.path)
            )
        } catch {
            let count = error.diagnostics.count
            throw CommandFailure(
                "\(path)/\(BundleFile.name) has \(count == 1 ? "an error" : "\(count) errors")",
                advice: error.diagnostics.map(\.description)
            )
        }
    }

    /// Rejects an entry point of runtime `binary` that is no native program: its own first line would choose the interpreter.
    private static func check(_ entry: EntryPoint, of files: [File], _ path: String) throws(CommandFailure) {
        guard let file = files.first(where: { $0.path.hasBytes(of: entry.path) }),
            let problem = ProgramRule.problem(starting: file.bytes, by: entry.runtime)
        else { return }
        throw CommandFailure("\(path) is no script: its entry point \(entry.path) \(problem)")
    }

    private static func entryPoint(of files: [File], _ path: String) throws(CommandFailure) -> EntryPoint {
        do throws(EntryPoint.Failure) {
            return try EntryPoint(in: files.map(\.path))
        } catch {
            let names = EntryPoint.names.map(\.path).joined(separator: ", ")
            switch error {
            case .none: throw CommandFailure("\(path) has no entry point; it needs one of \(names)")
            case .several(let found):
                throw CommandFailure("\(path) has several entry points, \(found.joined(separator: " and ")); keep one")
            }
        }
    }
}
