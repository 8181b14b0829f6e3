package import MayflyCore

/// Reads profile files.
///
/// Strict: what it does not know it refuses, and it reports everything that is wrong in one pass.
package enum ProfileParser {
    /// The most profiles that one directory may hold.
    package static let mostProfiles = 48

    /// Reads the files of a directory.
    ///
    /// - Returns: The profiles, ordered by name.
    /// - Throws: ``ProfileErrors`` with every error of every file; no profile is used unless all are right.
    package static func profiles(from files: [ProfileFile]) throws(ProfileErrors) -> [Profile] {
        var diagnostics: [ProfileDiagnostic] = []
        var profiles: [ProfileName: Profile] = [:]
        for file in files {
            do throws(ProfileErrors) {
                let profile = try Self.profile(from: file)
                if profiles.updateValue(profile, forKey: profile.name) != nil {
                    diagnostics.append(failure(in: file.name, "another file has a profile of this name"))
                }
            } catch {
                diagnostics += error.diagnostics
            }
        }
        if files.isEmpty {
            diagnostics.append(failure(in: "*.yaml", "there is no profile; add one, for example standard.yaml"))
        }
        if files.count > mostProfiles {
            diagnostics.append(
                failure(in: "*.yaml", "there are \(files.count) profiles; at most \(mostProfiles) are supported")
            )
        }
        guard diagnostics.isEmpty else { throw ProfileErrors(diagnostics) }
        return profiles.values.sorted { $0.name < $1.name }
    }

    /// Reads one file.
    ///
    /// - Throws: ``ProfileErrors`` with every error of the file, in the order of its lines.
    package static func profile(from file: ProfileFile) throws(ProfileErrors) -> Profile {
        let collector = DiagnosticCollector(file: file.name)
        let parsed = parse(file, collector: collector)
        guard let profile = parsed, collector.isEmpty else { throw ProfileErrors(collector.sorted) }
        return profile
    }

    private static func parse(_ file: ProfileFile, collector: DiagnosticCollector) -> Profile? {
        YAMLDocument.read(file, collector: collector) { element in
            ProfileReading(collector: collector).profile(from: element, expectedName: file.baseName)
        }
    }

    private static func failure(in file: String, _ message: String) -> ProfileDiagnostic {
        ProfileDiagnostic(file: file, line: 1, column: 1, path: "", message: message)
    }
}
