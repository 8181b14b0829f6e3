package import MayflyCore

/// The use of every agent within the last hour, and the reservations of its sessions that have not ended.
///
/// A session is accepted only if its agent stays within its quotas even if the session uses all that its limits allow. When it ends, its
/// real use replaces the reservation. So quotas hold at every moment and not just on average, as exactly as the kernel's own limits.
package struct QuotaBook: Sendable {
    private struct Open {
        var agent: AgentName
        var charge: Charge
        var start: Timestamp
    }

    private var accounts: [AgentName: QuotaAccount] = [:]
    private var open: [SessionID: Open] = [:]

    package init() {}

    /// Charges a session, or returns the quota that forbids it; then nothing is charged.
    ///
    /// - Parameter now: The present time; an entry with a later time was made before the clock was set back.
    package mutating func take(
        _ session: SessionID,
        of agent: Agent,
        _ charge: Charge,
        at now: Timestamp
    ) -> AgentRefusal? {
        accounts[agent.name]?.goOn(to: now)
        if let refusal = refusal(of: charge, for: agent, at: now) { return refusal }
        begin(session, Open(agent: agent.name, charge: charge, start: now))
        return nil
    }

    private mutating func begin(_ session: SessionID, _ entry: Open) {
        if let earlier = open.updateValue(entry, forKey: session) { accounts[earlier.agent]?.giveBack(earlier.charge) }
        accounts[entry.agent, default: QuotaAccount()].begin(entry.charge, at: entry.start)
    }

    /// Takes back the charge for a session that is not made after all.
    package mutating func cancel(_ session: SessionID) {
        guard let entry = open.removeValue(forKey: session) else { return }
        accounts[entry.agent]?.giveBack(entry.charge)
        accounts[entry.agent]?.removeStart(at: entry.start)
    }

    /// The reservation of a session; `nil` when the session is not in the book.
    package func reserved(for session: SessionID) -> Charge? { open[session]?.charge }

    /// Replaces a session's reservation by what it used, once.
    package mutating func settle(_ session: SessionID, _ charge: Charge, at now: Timestamp) {
        guard let entry = open.removeValue(forKey: session) else { return }
        accounts[entry.agent]?.giveBack(entry.charge)
        accounts[entry.agent]?.end(charge, at: now)
    }

    /// Enters what an earlier daemon recorded: a session that has ended, or one that has not.
    package mutating func restore(
        _ session: SessionID,
        of agent: AgentName,
        _ charge: Charge,
        start: Timestamp,
        end: Timestamp?
    ) {
        guard let end else { return begin(session, Open(agent: agent, charge: charge, start: start)) }
        accounts[agent, default: QuotaAccount()].restore(charge, start: start, end: end)
    }

    /// The use of an agent's quotas.
    package func use(of agent: AgentName, at now: Timestamp) -> QuotaUse { accounts[agent]?.use(at: now) ?? QuotaUse() }

    /// The quota that forbids a session; `nil` when none does.
    package func refusal(of charge: Charge, for agent: Agent, at now: Timestamp) -> AgentRefusal? {
        (accounts[agent.name] ?? QuotaAccount()).refusal(of: charge, for: agent, at: now)
    }
}
