internal import MayflyCore
internal import MayflyProfiles
internal import MayflyRun
internal import MayflyYAML

/// Reads profiles and system call policies as the daemon does, as far as that needs no daemon and no privilege.
///
/// Whether the host's kernel is new enough for an entry of a policy, and the paths of a profile are there, is found out
/// on the host; here every entry is read.
struct ProfileCheck {
    /// What is wrong, file after file.
    private(set) var diagnostics: [FileDiagnostic] = []
    /// The files that were read, by the names under which they were found.
    private(set) var files: [String] = []
    /// Which single file has which profile.
    private var names: [ProfileName: String] = [:]

    private static let kernel = KernelVersion(major: .max, minor: .max)

    /// The files that were read and are right.
    var rightFiles: [String] {
        let wrong = Set(diagnostics.map(\.file))
        return files.filter { !wrong.contains($0) }
    }

    /// Reads a directory as a whole, or a file; one that was read already is not read again.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be read.
    mutating func add(_ path: String) throws(CommandFailure) {
        if case .directory = LocalFile.kind(of: path) {
            try addDirectory(path)
        } else if !files.contains(path) {
            try addFile(path)
        }
    }

    /// All profiles and policies of a directory, and its bounds: the daemon takes them as a whole or not at all.
    private mutating func addDirectory(_ path: String) throws(CommandFailure) {
        var found: [NamedFile] = []
        for name in try LocalFile.names(in: path) where name.hasSuffix(".yaml") || name.hasSuffix(".json") {
            found.append(try read("\(path)/\(name)"))
        }
        do throws(FileErrors) {
            _ = try ProfileParser.profiles(from: found, kernel: Self.kernel)
        } catch {
            for var diagnostic in error.diagnostics {
                // What is wrong with all of them together has a pattern instead of a file's name.
                if diagnostic.file.hasPrefix("*") { diagnostic.file = "\(path)/\(diagnostic.file)" }
                diagnostics.append(diagnostic)
            }
        }
    }

    /// One file; with a profile, the policy beside it that it names.
    private mutating func addFile(_ path: String) throws(CommandFailure) {
        let file = try read(path)
        var policy: String?
        do throws(FileErrors) {
            if file.isPolicy {
                _ = try SystemCallFileParser.groups(from: file, kernel: Self.kernel)
            } else {
                policy = try policyOfProfile(in: file)
            }
        } catch {
            diagnostics += error.diagnostics
        }
        if let policy { try add(policy) }
    }

    /// Reads a profile; where the policy that it names is, if it names one.
    private mutating func policyOfProfile(in file: NamedFile) throws(FileErrors) -> String? {
        let profile = try ProfileParser.profile(from: file)
        if let other = names.updateValue(file.name, forKey: profile.name) {
            let message = "\(other) has a profile of this name too"
            throw FileErrors([
                FileDiagnostic(file: file.name, line: 1, column: 1, path: "metadata.name", message: message)
            ])
        }
        guard case .file(let name) = profile.systemCalls else { return nil }
        let policy = Self.path(of: name, beside: file.name)
        guard LocalFile.kind(of: policy) != nil else {
            // Read again as if nothing lay beside it: then the error has its place.
            _ = try ProfileParser.profile(from: file, policies: [])
            return nil
        }
        return policy
    }

    private mutating func read(_ path: String) throws(CommandFailure) -> NamedFile {
        let bytes = try LocalFile.bytes(of: path, atMost: NamedFile.longest)
        files.append(path)
        return NamedFile(name: path, bytes: bytes)
    }

    private static func path(of name: String, beside path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return name }
        return String(Substring(path.utf8[...slash])) + name
    }
}
