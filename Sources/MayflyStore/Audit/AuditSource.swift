internal import MayflyAudit

/// Where an exporter gets records from.
protocol AuditSource: Sendable {
    /// The next records, the first of which has index `first`; waits for the disk.
    func leaves(from first: UInt64, atMost count: Int) throws(StoreError) -> [[UInt8]]
    /// Forgets records that are in the files; waits for the disk.
    func remove(_ head: TreeHead) throws(StoreError)
}
