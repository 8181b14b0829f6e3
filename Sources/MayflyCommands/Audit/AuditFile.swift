internal import MayflyAudit
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// Small files that are named on the command line.
enum AuditFile {
    private static let longest = 1 << 20

    /// The text of a file, of 1 MiB at most.
    static func text(_ path: String) throws(CommandFailure) -> String {
        guard let text = String(validating: try LocalFile.bytes(of: path, atMost: longest), as: UTF8.self) else {
            throw CommandFailure("\(path) is no text")
        }
        return text
    }

    /// The key of a log, and the text of the file that has it.
    static func key(_ path: String) throws(CommandFailure) -> (key: LogVerifierKey, text: String) {
        let text = try text(path)
        guard let key = LogVerifierKey(noteText: text) else {
            throw CommandFailure(
                "\(path) is not the key of a log",
                advice: [
                    "that is the file \(LogDirectory.noteKey): in the daemon's audit directory, and in what 'mayfly audit export' copies"
                ]
            )
        }
        return (key, text)
    }

    /// Reads a receipt as it was printed.
    static func receipt(_ path: String) throws(CommandFailure) -> ReceiptBundle {
        let text = try text(path)
        guard let json = try? JSONReader.read(Array(text.utf8)), let bundle = ReceiptBundle(json) else {
            throw CommandFailure("\(path) is no receipt; make one with: mayfly receipt SESSION --format json")
        }
        return bundle
    }
}
