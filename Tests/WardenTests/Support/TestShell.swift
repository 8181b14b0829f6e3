import Foundation

/// An interpreter for `sh` that is a test's own: dash, until it becomes bash in the same place.
struct TestShell {
    /// Where it is.
    let path: String
    private let directory: URL

    /// Calls `body` with one, and takes it away afterwards.
    static func with(_ body: (TestShell) throws -> Void) throws {
        let directory = URL(filePath: "/srv/mayfly-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let shell = TestShell(path: directory.appending(path: "sh").path(), directory: directory)
        try FileManager.default.copyItem(atPath: "/usr/bin/dash", toPath: shell.path)
        try body(shell)
    }

    /// A profile of ``TestProfile``, with it for `sh`.
    func profile(_ text: String) -> String {
        text.replacing("sh: {}", with: "sh: {path: \(path)}")
            .replacing("/etc/ld.so.cache]", with: "/etc/ld.so.cache, \(directory.path())]")
    }

    /// Replaces it on the host.
    func upgrade() throws {
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: "/usr/bin/bash", toPath: path)
    }
}
