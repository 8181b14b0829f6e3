internal import Foundation

/// Where the programs under test are: beside the test bundle, or where `MAYFLY_BIN_DIR` says.
package enum Binaries {
    private static let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    private static let given = ProcessInfo.processInfo.environment["MAYFLY_BIN_DIR"]

    /// The path of their directory.
    package static var directory: String { given ?? beside.path() }

    /// The path of one program.
    package static func path(_ name: String) -> String { given.map { "\($0)/\(name)" } ?? built(name) }

    /// The path of a program as `swift build` made it for tests, beside the test bundle.
    package static func built(_ name: String) -> String { beside.appending(path: name).path() }

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
