package import MayflyCore
package import MayflyYAML

/// Parses profile files.
///
/// It is strict: it refuses unknown keys and values, and reports all errors in one pass.
package enum ProfileParser {
    /// The most profiles that one directory may hold.
    package static let mostProfiles = 48

    /// The most system call policies in the same directory.
    package static let mostPolicies = 8

    /// Parses the files of a directory: profiles, and the `.json` files to which these may refer.
    ///
    /// - Parameter kernel: The host's kernel, on which system call policies may depend.
    /// - Throws: ``FileErrors`` with every error of every file; no profile is used unless all files are right.
    package static func profiles(
        from files: [NamedFile],
        kernel: KernelVersion
    ) throws(FileErrors) -> ProfileSet {
        var diagnostics: [FileDiagnostic] = []
        var profiles: [ProfileName: Profile] = [:]
        var policies: [String: [SystemCallGroup]] = [:]
        let policyNames = Set(files.filter(\.isPolicy).map(\.baseName))
        for file in files {
            do throws(FileErrors) {
                if file.isPolicy {
                    policies[file.baseName] = try SystemCallFileParser.groups(from: file, kernel: kernel)
                    continue
                }
                let profile = try Self.profile(from: file, policies: policyNames)
                if profiles.updateValue(profile, forKey: profile.name) != nil {
                    diagnostics.append(failure(in: file.name, "another file has a profile of this name"))
                }
            } catch {
                diagnostics += error.diagnostics
            }
        }
        diagnostics += counts(files.count - policyNames.count, policyNames.count)
        guard diagnostics.isEmpty else { throw FileErrors(diagnostics) }
        return ProfileSet(profiles: profiles.values.sorted { $0.name < $1.name }, policies: policies)
    }

    private static func counts(_ profiles: Int, _ policies: Int) -> [FileDiagnostic] {
        var wrong: [FileDiagnostic] = []
        if profiles == 0 {
            wrong.append(failure(in: "*.yaml", "there is no profile; add one, for example standard.yaml"))
        }
        if profiles > mostProfiles {
            wrong.append(failure(in: "*.yaml", "there are \(profiles) profiles; at most \(mostProfiles) are supported"))
        }
        if policies > mostPolicies {
            let message = "there are \(policies) system call policies; at most \(mostPolicies) are supported"
            wrong.append(failure(in: "*.json", message))
        }
        return wrong
    }

    /// Parses one file.
    ///
    /// - Parameter policies: The `.json` files of the same directory; `nil` when the file is parsed alone.
    /// - Throws: ``FileErrors`` with every error of the file, in the order of its lines.
    package static func profile(
        from file: NamedFile,
        policies: Set<String>? = nil
    ) throws(FileErrors) -> Profile {
        let collector = DiagnosticCollector(file: file.name)
        let parsed = YAMLDocument.read(file, collector: collector) { element in
            ProfileReading(collector: collector, policies: policies).profile(from: element, expectedName: file.baseName)
        }
        guard let profile = parsed, collector.isEmpty else { throw FileErrors(collector.sorted) }
        return profile
    }

    private static func failure(in file: String, _ message: String) -> FileDiagnostic {
        FileDiagnostic(file: file, line: 1, column: 1, path: "", message: message)
    }
}
