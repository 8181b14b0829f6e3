internal import Foundation
internal import MayflyRun

/// A directory that only this user can read; it is removed with the value that owns it.
struct PrivateDirectory: ~Copyable {
    let path: String

    init(environment: [String: String]) throws(CommandFailure) {
        let parent = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        path = try TemporaryDirectory.make("\(parent)/mayfly-", "in \(parent)")
    }

    deinit {
        // If removal fails, the remaining files are not secret: a statement and its signature.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Creates a new file and returns its path.
    func write(_ bytes: [UInt8], as name: String) throws(CommandFailure) -> String {
        let file = "\(path)/\(name)"
        guard
            FileManager.default.createFile(
                atPath: file,
                contents: Data(bytes),
                attributes: [.posixPermissions: 0o600]
            )
        else {
            throw CommandFailure("cannot write \(file)")
        }
        return file
    }
}
