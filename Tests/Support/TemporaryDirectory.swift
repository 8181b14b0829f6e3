internal import Foundation

/// Makes directories for single tests.
package enum TemporaryDirectory {
    /// Lends an empty directory, and removes it afterwards.
    package static func lend(under parent: String = "/tmp", _ body: (String) async throws -> Void) async throws {
        let directory = "\(parent)/mayfly-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }
}
