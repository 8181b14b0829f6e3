internal import Dispatch
internal import GRDB
internal import MayflyAudit
internal import Synchronization

/// The outbox of a store, for a thread that may wait.
final class DatabaseOutbox: AuditSource {
    private let pool: DatabasePool
    private let combiner: WriteCombiner
    private let path: String

    init(_ pool: DatabasePool, _ combiner: WriteCombiner, path: String) {
        self.pool = pool
        self.combiner = combiner
        self.path = path
    }

    func leaves(from first: UInt64, atMost count: Int) throws(StoreError) -> [[UInt8]] {
        let rows = try Store.translating(path) {
            try pool.read { try AuditOutbox.next(count, from: first, in: $0) }
        }
        for (offset, row) in rows.enumerated() where row.index != first + UInt64(offset) {
            let lost = first + UInt64(offset)
            throw .damaged("\(path) has lost record \(lost) of the audit log; restore it from a backup")
        }
        return rows.map(\.leaf)
    }

    func remove(_ head: TreeHead) throws(StoreError) {
        try Store.translating(path) { try combiner.writeAndWait(.other) { try AuditOutbox.remove(head, in: $0) } }
    }
}
