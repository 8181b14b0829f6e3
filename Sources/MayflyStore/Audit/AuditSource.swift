internal import MayflyAudit

/// The source of an exporter's records.
protocol AuditSource: Sendable {
    /// The next records, the first of which has index `first`; waits for the disk.
    func leaves(from first: UInt64, atMost count: Int) throws(StoreError) -> [[UInt8]]
    /// Removes records that are in the files; waits for the disk.
    func remove(_ head: TreeHead) throws(StoreError)
}
