internal import MayflyAudit
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// Reads files named on the command line; all are small except receipts and kept checkpoints.
enum AuditFile {
    private static let longest = 1 << 20

    /// The text of a file of at most 1 MiB.
    static func text(_ path: String) throws(CommandFailure) -> String { try read(path, atMost: longest) }

    private static func read(_ path: String, atMost bound: Int) throws(CommandFailure) -> String {
        guard let text = String(validating: try LocalFile.bytes(of: path, atMost: bound), as: UTF8.self) else {
            throw CommandFailure("\(path) is no text")
        }
        return text
    }

    /// The checkpoints in a file, which holds one or several in sequence.
    static func notes(_ path: String) throws(CommandFailure) -> [KeptNote] {
        if case .file(let size)? = LocalFile.kind(of: path), size > KeptNote.longestFile {
            throw CommandFailure(
                "\(path) has more than \(KeptNote.longestFile) bytes",
                advice: [
                    "split it between two notes, and give each part with a --checkpoint of its own: an older one shows "
                        + "what a newer one cannot"
                ]
            )
        }
        return KeptNote.notes(in: try read(path, atMost: KeptNote.longestFile), of: path)
    }

    /// The key of a log, and the text of the file that holds it.
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

    /// Reads a receipt in the form in which it was printed.
    static func receipt(_ path: String) throws(CommandFailure) -> ReceiptBundle {
        let text = try read(path, atMost: ReceiptBundle.longest)
        let advice = ["make one with: mayfly receipt SESSION --format json"]
        guard let json = try? JSONReader.read(Array(text.utf8)) else {
            throw CommandFailure("\(path) is no receipt: it is not JSON", advice: advice)
        }
        do throws(AuditError) {
            return try ReceiptBundle(json)
        } catch {
            guard case .damaged(let damage) = error else { throw CommandFailure("\(path): \(error)") }
            throw CommandFailure("\(path) is no receipt: \(damage.detail)", advice: advice)
        }
    }
}

extension EvidenceCheck.Count {
    /// How many receipts were checked, and of how many if sessions were forgotten.
    var receiptsText: String { Self.text(receipts, of: namedReceipts, "receipts") }

    /// How many approvals were checked, and of how many if nothing was copied.
    var approvalsText: String { Self.text(approvals, of: namedApprovals, "approvals") }

    /// How many starts have an approval, which is all of them.
    var startsText: String { "\(starts) starts" }

    private static func text(_ count: Int, of named: Int, _ what: String) -> String {
        count == named ? "\(count) \(what)" : "\(count) of \(named) \(what)"
    }
}
