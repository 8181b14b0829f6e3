internal import MayflyCore

/// The files of a script on this machine, as they are proposed.
struct LocalBundle {
    /// A file's path in the bundle, and its bytes.
    typealias File = (path: String, bytes: [UInt8])

    /// The most files of a bundle.
    static let mostFiles = 1000
    /// The most bytes of all files together.
    static let mostBytes = 64 * 1024 * 1024

    /// In the order of their paths.
    private(set) var files: [File] = []
    private var size = 0

    /// Reads one file, which becomes the entry point, or a directory, whose entry point is named by the rule of bundles.
    init(_ path: String) throws(CommandFailure) {
        switch LocalFile.kind(of: path) {
        case .file:
            try add(path, as: EntryPoint.name(forSingleFile: LocalFile.name(of: path)))
        case .directory:
            try addDirectory(path, prefix: "", depth: 0)
            files.sort { Manifest.precedes($0.path, $1.path) }
            try checkEntryPoint(path)
        case nil:
            throw CommandFailure("there is no file or directory \(path)")
        case .link, .other:
            throw CommandFailure("\(path) is neither a file nor a directory")
        }
    }

    private mutating func add(_ path: String, as name: String) throws(CommandFailure) {
        guard files.count < Self.mostFiles else { throw CommandFailure("a script has at most \(Self.mostFiles) files") }
        guard BundlePath.accepts(name) else {
            throw CommandFailure(
                "\(path) cannot be part of a script: its path has a control character, a backslash, or is too long"
            )
        }
        let bytes = try LocalFile.bytes(of: path, atMost: Self.mostBytes)
        size += bytes.count
        guard size <= Self.mostBytes else {
            throw CommandFailure("a script has at most \(Self.mostBytes >> 20) MiB of files")
        }
        files.append((name, bytes))
    }

    private mutating func addDirectory(_ path: String, prefix: String, depth: Int) throws(CommandFailure) {
        guard depth < BundlePath.deepest else {
            throw CommandFailure("\(path) is more than \(BundlePath.deepest) directories deep")
        }
        for name in try LocalFile.names(in: path) {
            let child = "\(path)/\(name)"
            switch LocalFile.kind(of: child, followingLink: false) {
            case .file: try add(child, as: prefix + name)
            case .directory: try addDirectory(child, prefix: "\(prefix)\(name)/", depth: depth + 1)
            case .link:
                throw CommandFailure("\(child) is a link; a script has regular files only, so copy what it leads to")
            case .other, nil: throw CommandFailure("\(child) is not a regular file")
            }
        }
    }

    private func checkEntryPoint(_ path: String) throws(CommandFailure) {
        do throws(EntryPoint.Failure) {
            _ = try EntryPoint(in: files.map(\.path))
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
