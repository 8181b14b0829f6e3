package import MayflyCore

/// The ledger's entry for one session of a named agent: what is set aside for it, and after its end, what it used.
package struct LedgerEntry: Hashable, Sendable {
    package var session: SessionID
    package var agent: AgentName
    package var startedAt: Timestamp
    /// `nil` until the session has ended.
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
