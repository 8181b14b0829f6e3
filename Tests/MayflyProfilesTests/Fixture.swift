import MayflyCore
import MayflyProfiles
import MayflyTestSupport
import MayflyYAML

/// Profile texts to try.
enum Fixture {
    /// The strict profile with some text in it replaced.
    static func strict(replacing old: String = "", with new: String = "") -> NamedFile {
        let text =
            BuiltInProfiles.files.first { $0.name == "strict.yaml" }.map { String(decoding: $0.bytes, as: UTF8.self) }
            ?? ""
        precondition(old.isEmpty || text.contains(old), "the strict profile has no '\(old)'")
        return file(old.isEmpty ? text : text.replacing(old, with: new, maxReplacements: 1))
    }

    /// A file called `strict.yaml`.
    static func file(_ text: String) -> NamedFile {
        NamedFile(name: "strict.yaml", bytes: Array(text.utf8))
    }

    /// The profiles of files, read as on a host with a current kernel.
    static func profiles(_ files: [NamedFile]) throws(FileErrors) -> [Profile] {
        try ProfileParser.profiles(from: files, kernel: KernelVersion(major: 6, minor: 1)).profiles
    }

    /// The errors of one file, one per line; empty when it is right.
    static func errors(_ file: NamedFile) -> String {
        diagnostics(of: Result { () throws(FileErrors) in _ = try ProfileParser.profile(from: file) }).map { "\($0)\n" }
            .joined()
    }
}
