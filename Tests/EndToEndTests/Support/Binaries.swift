import Foundation

/// Where the programs under test are: beside the test bundle, or where `MAYFLY_BIN_DIR` says.
enum Binaries {
    static let directory: URL = {
        if let path = ProcessInfo.processInfo.environment["MAYFLY_BIN_DIR"] { return URL(filePath: path) }
        return URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }()

    /// The path of one program.
    static func path(_ name: String) -> String { directory.appending(path: name).path() }
}
