package import MayflyCore

/// One session of a named agent in the ledger: what is set aside for it, and once it has ended, what it took.
package struct LedgerEntry: Hashable, Sendable {
    package var session: SessionID
    package var agent: AgentName
    package var startedAt: Timestamp
    /// `nil` until it has ended.
    package var endedAt: Timestamp?
    /// Microseconds of processor time.
    package var cpu: UInt64
    /// Byte-seconds.
    package var memory: UInt64

    package init(
        session: SessionID,
        agent: AgentName,
        startedAt: Timestamp,
        endedAt: Timestamp? = nil,
        cpu: UInt64,
        memory: UInt64
    ) {
        self.session = session
        self.agent = agent
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.cpu = cpu
        self.memory = memory
    }
}
