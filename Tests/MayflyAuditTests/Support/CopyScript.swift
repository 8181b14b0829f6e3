import Foundation
import MayflyTestSupport

/// The script that checks a copy without Mayfly.
enum CopyScript {
    private static let path = URL(filePath: #filePath)
        .appending(path: "../../../../docs/verify-without-mayfly.sh").standardizedFileURL.path()

    /// Has it check a copy; ends it with 124 when it is kept waiting.
    static func check(_ log: TestLog) throws -> (status: Int32, errors: String) {
        let outcome = try TestProgram.finish("/usr/bin/timeout", ["60", "/usr/bin/bash", path, log.path])
        return (outcome.status, String(decoding: outcome.errors, as: UTF8.self))
    }
}
