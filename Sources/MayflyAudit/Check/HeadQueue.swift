internal import Glibc

/// All heads that a log must agree with, in order: the given ones, and the history, which is read as it is needed.
struct HeadQueue {
    private var given: ArraySlice<KnownHead>
    private var kept: KnownHead?
    private let history: HistoryReader?
    /// The size of the last head of the history that was read.
    private(set) var lastKept: UInt64 = 0

    init(_ given: [KnownHead], history directory: LogDirectory, _ memory: CheckpointMemory) throws(AuditError) {
        self.given = given.sorted { $0.head.size < $1.head.size }[...]
        history = directory.has(LogDirectory.history) ? try HistoryReader(directory, memory) : nil
        kept = try history?.next()
    }

    func peek() throws(AuditError) -> KnownHead? {
        guard let kept else { return given.first }
        guard let first = given.first, first.head.size < kept.head.size else { return kept }
        return first
    }

    mutating func drop() throws(AuditError) {
        if let kept, kept.head.size <= given.first?.head.size ?? .max {
            lastKept = kept.head.size
            self.kept = try history?.next()
        } else {
            given = given.dropFirst()
        }
    }
}
