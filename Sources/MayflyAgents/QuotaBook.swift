package import MayflyCore

/// What every agent has taken within the last hour, and what its sessions that have not ended may still take.
///
/// A session is taken in only if its agent stays within its quotas even when it takes all that its limits allow; when it ends,
/// what it really took is put in the place of that. So quotas hold at every moment and not on average, to what the kernel's
/// own limits are exact to.
package struct QuotaBook: Sendable {
    private struct Open {
        var agent: AgentName
        var charge: Charge
        var start: Timestamp
    }

    private var accounts: [AgentName: QuotaAccount] = [:]
    private var open: [SessionID: Open] = [:]

    package init() {}

    /// Takes a session in, or says which quota forbids it; then nothing is taken.
    ///
    /// - Parameter now: By the clock, at this moment: what has a later one was taken before the clock was set back.
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

    /// Takes back what was taken for a session that is none after all.
    package mutating func cancel(_ session: SessionID) {
        guard let entry = open.removeValue(forKey: session) else { return }
        accounts[entry.agent]?.giveBack(entry.charge)
        accounts[entry.agent]?.removeStart(at: entry.start)
    }

    /// What was set aside for a session; `nil` for one that is not in the book.
    package func reserved(for session: SessionID) -> Charge? { open[session]?.charge }

    /// Puts what a session took in the place of what it could have taken; once.
    package mutating func settle(_ session: SessionID, _ charge: Charge, at now: Timestamp) {
        guard let entry = open.removeValue(forKey: session) else { return }
        accounts[entry.agent]?.giveBack(entry.charge)
        accounts[entry.agent]?.end(charge, at: now)
    }

    /// Enters what an earlier daemon has written down: a session that has ended, or one that has not.
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

    /// What an agent has taken.
    package func use(of agent: AgentName, at now: Timestamp) -> QuotaUse { accounts[agent]?.use(at: now) ?? QuotaUse() }

    /// The quota that forbids a session; `nil` when none does.
    package func refusal(of charge: Charge, for agent: Agent, at now: Timestamp) -> AgentRefusal? {
        (accounts[agent.name] ?? QuotaAccount()).refusal(of: charge, for: agent, at: now)
    }
}
