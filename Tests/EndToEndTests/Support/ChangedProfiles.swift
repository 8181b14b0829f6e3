import Foundation

/// The built-in profiles `standard` and `strict`, changed for a test.
enum ChangedProfiles {
    /// Writes them into a directory of their own, which the caller removes.
    ///
    /// - Parameter change: Makes the text of each profile.
    static func directory(_ change: (String) -> String) throws -> URL {
        let directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-profiles-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        for name in ["standard.yaml", "strict.yaml"] {
            let file = URL(filePath: #filePath).appending(path: "../../../../Profiles/\(name)").standardizedFileURL
            let text = change(try String(contentsOf: file, encoding: .utf8))
            try Data(text.utf8).write(to: directory.appending(path: name))
        }
        return directory
    }
}
