internal import Foundation

/// Where the programs under test are.
package enum ProgramUnderTest {
    /// A program as `swift build` made it: beside the test bundle, or where `MAYFLY_BIN_DIR` says.
    package static func path(_ name: String) -> String {
        if let directory = ProcessInfo.processInfo.environment["MAYFLY_BIN_DIR"] { return "\(directory)/\(name)" }
        let directory = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        return directory.appending(path: name).path()
    }

    /// `mayfly-verify` as it is installed, one static program that needs no file.
    ///
    /// A test that built it would wait for the lock that the run of the tests holds: `scripts/check` builds it before.
    package static let staticVerifier = Result { () throws(Missing) in
        let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
        let path = root.appending(path: ".build/static/release/mayfly-verify").path()
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        return path
    }

    /// A program that has to be built before: run `scripts/build-verify`.
    package struct Missing: Error {
        package let path: String
    }
}
