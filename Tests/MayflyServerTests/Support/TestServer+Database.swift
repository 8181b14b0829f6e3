import Foundation
import GRDB

extension TestServer {
    /// Changes the database behind the daemon's back.
    func execute(_ sql: String) async throws {
        let path = trust.deletingLastPathComponent().appending(path: "mayfly.sqlite").path()
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        try await DatabaseQueue(path: path, configuration: configuration).write { try $0.execute(sql: sql) }
    }
}
