internal import Foundation

/// Locates the programs under test: beside the test bundle, or in `MAYFLY_BIN_DIR`.
package enum Binaries {
    private static let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    private static let given = ProcessInfo.processInfo.environment["MAYFLY_BIN_DIR"]

    /// The path of the programs' directory.
    package static var directory: String { given ?? beside.path() }

    /// The path of one program.
    package static func path(_ name: String) -> String { given.map { "\($0)/\(name)" } ?? built(name) }

    /// The path of a program that `swift build` made for tests, beside the test bundle.
    package static func built(_ name: String) -> String { beside.appending(path: name).path() }

    /// The installed form of `mayfly-verify`: one static program that needs no file.
    ///
    /// A test cannot build it, because it would wait for the lock that the test run holds: `scripts/check` builds it before.
    package static let staticVerifier = Result { () throws(Missing) in
        let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
        let path = root.appending(path: ".build/static/release/mayfly-verify").path()
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        return path
    }

    /// A missing program that must be built first: run `scripts/build-verify`.
    package struct Missing: Error {
        package let path: String
    }
}
