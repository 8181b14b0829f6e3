package import MayflyYAML

/// The profiles that are part of the program.
///
/// They equal the files of `Profiles/` byte for byte; a test compares them, and writes these sources anew if it runs with
/// `MAYFLY_RECORD=1`. A daemon that finds no profile directory uses them.
package enum BuiltInProfiles {
    /// The files, in the order of their names.
    package static let files: [NamedFile] = [
        NamedFile(name: "python-data.yaml", bytes: Array(pythonData.utf8)),
        NamedFile(name: "standard.yaml", bytes: Array(standard.utf8)),
        NamedFile(name: "strict.yaml", bytes: Array(strict.utf8)),
    ]
}
