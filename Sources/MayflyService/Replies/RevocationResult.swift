package import MayflyStore

/// The effects of a revocation.
package struct RevocationResult: Hashable, Sendable {
    package var record: RevocationRecord
    /// Queued sessions that were refused.
    package var refused: Int
    /// Running sessions that are being killed.
    package var killed: Int

    package init(record: RevocationRecord, refused: Int, killed: Int) {
        self.record = record
        self.refused = refused
        self.killed = killed
    }
}
