/// How much an agent may use; `nil` for no bound of its own.
package struct AgentQuotas: Hashable, Sendable {
    /// Sessions that have not ended, including waiting ones.
    package var sessions: Int?
    /// Sessions accepted within any 60 s.
    package var startsPerMinute: Int?
    /// Processor time within any hour.
    package var cpuPerHour: Duration?
    /// Memory × time within any hour, in byte-seconds.
    package var memoryPerHour: UInt64?

    package init(
        sessions: Int? = nil,
        startsPerMinute: Int? = nil,
        cpuPerHour: Duration? = nil,
        memoryPerHour: UInt64? = nil
    ) {
        self.sessions = sessions
        self.startsPerMinute = startsPerMinute
        self.cpuPerHour = cpuPerHour
        self.memoryPerHour = memoryPerHour
    }
}
