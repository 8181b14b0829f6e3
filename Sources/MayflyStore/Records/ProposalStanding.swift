package import MayflyCore

/// What the store knows of a proposal besides its record, and how much its proposer has withdrawn lately.
package struct ProposalStanding: Hashable, Sendable {
    /// The user for whose quota the proposal counts: its latest proposer.
    package var proposer: UInt32
    /// How much the proposal counts.
    package var size: ByteCount
    /// How many of the proposals that count for this user the user has withdrawn lately.
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
