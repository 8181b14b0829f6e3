internal import Foundation

/// Where the programs under test are.
package enum ProgramUnderTest {
    /// A program as `swift build` made it: beside the test bundle, or where `MAYFLY_BIN_DIR` says.
    package static func path(_ name: String) -> String {
        if let directory = ProcessInfo.processInfo.environment["MAYFLY_BIN_DIR"] { return "\(directory)/\(name)" }
        let directory = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        return directory.appending(path: name).path()
    }

    /// `mayfly-verify` as it is installed, one static program that needs no file: built now, unless it is there already.
    package static let staticVerifier = Result { try built(by: "build-verify") }

    /// A script did not build its program.
    package struct Failure: Error {
        package let script: String
        package let status: Int32
    }

    /// The path that a script of `scripts/` prints.
    private static func built(by script: String) throws -> String {
        let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
        let process = Process()
        process.executableURL = root.appending(path: "scripts/\(script)")
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(script: script, status: process.terminationStatus) }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
