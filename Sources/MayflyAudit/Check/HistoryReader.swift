internal import MayflyCore

/// Reads the history of checkpoints, one after the other.
final class HistoryReader {
    private var lines: LineReader
    private let memory: CheckpointMemory
    private var number = 0
    private var size: UInt64 = 0

    init(_ directory: LogDirectory, _ memory: CheckpointMemory) throws(AuditError) {
        self.lines = try LineReader(directory.path(of: LogDirectory.history), longest: CheckpointLine.longest)
        self.memory = memory
    }

    /// The next head; `nil` at the end.
    ///
    /// - Throws: When the log's key has not signed a line, or the lines are not in order.
    func next() throws(AuditError) -> KnownHead? {
        guard let line = try lines.next() else { return nil }
        number += 1
        guard line.isWhole, let checkpoint = memory.checkpoint(inLine: line.bytes) else {
            throw damage("is not a checkpoint that the log's key has signed")
        }
        guard checkpoint.head.size > size else { throw damage("is not longer than the one before it") }
        size = checkpoint.head.size
        return KnownHead(checkpoint.head, source: "checkpoint in line \(number) of \(LogDirectory.history)")
    }

    private func damage(_ detail: String) -> AuditError {
        .damaged(AuditDamage(record: nil, file: LogDirectory.history, "line \(number) \(detail)"))
    }
}
