import Foundation

/// Where the programs under test are: beside the test bundle, or where `MAYFLY_BIN_DIR` says.
enum Binaries {
    /// The path of one program.
    static func path(_ name: String) -> String {
        if let directory = ProcessInfo.processInfo.environment["MAYFLY_BIN_DIR"] { return "\(directory)/\(name)" }
        return built(name)
    }

    /// The path of a program that is there for tests alone, beside the test bundle.
    static func built(_ name: String) -> String {
        let directory = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        return directory.appending(path: name).path()
    }
}
