internal import Foundation
internal import MayflyRun

/// Small files that are named on the command line.
enum AuditFile {
    private static let longest = 1 << 20

    /// The text of a file, of 1 MiB at most.
    static func text(_ path: String) throws(CommandFailure) -> String {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: longest + 1) else {
            throw CommandFailure("\(path) cannot be read")
        }
        guard data.count <= longest, let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure("\(path) is longer than \(longest) bytes, or no text")
        }
        return text
    }
}
