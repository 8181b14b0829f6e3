package import MayflyCore

/// What is kept of a proposal besides its record, and what its proposer has taken back of late.
package struct ProposalStanding: Hashable, Sendable {
    /// For whose quota it counts: who has proposed it last.
    package var proposer: UInt32
    /// How much it counts.
    package var size: ByteCount
    /// How many of the proposals that count for the same user that user has taken back.
    package var withdrawals: Int
    /// How much these counted.
    package var withdrawn: ByteCount

    package init(proposer: UInt32, size: ByteCount, withdrawals: Int = 0, withdrawn: ByteCount = .bytes(0)) {
        self.proposer = proposer
        self.size = size
        self.withdrawals = withdrawals
        self.withdrawn = withdrawn
    }
}
