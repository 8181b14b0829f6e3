internal import MayflyCore
internal import MayflyProfiles
internal import MayflyRun
internal import MayflyYAML

/// Reads profiles and system call policies as the daemon does, as far as that needs neither a daemon nor privileges.
///
/// Only the host itself can tell whether its kernel is new enough for an entry of a policy, and whether the paths of a profile
/// exist; this check reads every entry.
struct ProfileCheck {
    /// The errors, file after file.
    private(set) var diagnostics: [FileDiagnostic] = []
    /// The files that were read, by the names under which they were found.
    private(set) var files: [String] = []
    /// The file that defines each profile, for profiles that were read as single files.
    private var names: [ProfileName: String] = [:]

    private static let kernel = KernelVersion(major: .max, minor: .max)

    /// The files that were read and have no errors.
    var rightFiles: [String] {
        let wrong = Set(diagnostics.map(\.file))
        return files.filter { !wrong.contains($0) }
    }

    /// Reads a whole directory, or a file that was not read before.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be read.
    mutating func add(_ path: String) throws(CommandFailure) {
        if case .directory = LocalFile.kind(of: path) {
            try addDirectory(path)
        } else if !files.contains(path) {
            try addFile(path)
        }
    }

    /// Reads all profiles, policies and bounds of a directory, which the daemon accepts only as a whole.
    private mutating func addDirectory(_ path: String) throws(CommandFailure) {
        var found: [NamedFile] = []
        for name in try LocalFile.names(in: path) where name.hasSuffix(".yaml") || name.hasSuffix(".json") {
            found.append(try read("\(path)/\(name)"))
        }
        do throws(FileErrors) {
            _ = try ProfileParser.profiles(from: found, kernel: Self.kernel)
        } catch {
            for var diagnostic in error.diagnostics {
                // An error that concerns all files together has a pattern instead of a file name.
                if diagnostic.file.hasPrefix("*") { diagnostic.file = "\(path)/\(diagnostic.file)" }
                diagnostics.append(diagnostic)
            }
        }
    }

    /// Reads one file and, for a profile, the policy that it names.
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

    /// Reads a profile, and returns the path of the policy that it names, if any.
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
            // Parsing without any policy gives the error its place in the file.
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
