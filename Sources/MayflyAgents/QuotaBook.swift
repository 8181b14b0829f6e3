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

    private struct Account {
        var starts: [Timestamp] = []
        var open: [SessionID: Charge] = [:]
        var ended: [(at: Timestamp, charge: Charge)] = []
    }

    private static let minute = Duration.seconds(60)
    private static let hour = Duration.seconds(3600)

    private var accounts: [AgentName: Account] = [:]
    private var open: [SessionID: Open] = [:]

    package init() {}

    /// Takes a session in, or says which quota forbids it; then nothing is taken.
    package mutating func take(
        _ session: SessionID,
        of agent: Agent,
        _ charge: Charge,
        at now: Timestamp
    ) -> AgentRefusal? {
        forget(agent.name, at: now)
        if let refusal = refusal(of: charge, for: agent, at: now) { return refusal }
        open[session] = Open(agent: agent.name, charge: charge, start: now)
        accounts[agent.name, default: Account()].starts.append(now)
        accounts[agent.name, default: Account()].open[session] = charge
        return nil
    }

    /// Takes back what was taken for a session that is none after all.
    package mutating func cancel(_ session: SessionID) {
        guard let entry = open.removeValue(forKey: session), var account = accounts[entry.agent] else { return }
        account.open[session] = nil
        if let index = account.starts.lastIndex(of: entry.start) { account.starts.remove(at: index) }
        accounts[entry.agent] = account
    }

    /// What was set aside for a session; `nil` for one that is not in the book.
    package func reserved(for session: SessionID) -> Charge? { open[session]?.charge }

    /// Puts what a session took in the place of what it could have taken; once.
    package mutating func settle(_ session: SessionID, _ charge: Charge, at now: Timestamp) {
        guard let entry = open.removeValue(forKey: session) else { return }
        accounts[entry.agent]?.open[session] = nil
        accounts[entry.agent]?.ended.append((now, charge))
    }

    /// Enters what an earlier daemon has written down: a session that has ended, or one that has not.
    package mutating func restore(
        _ session: SessionID,
        of agent: AgentName,
        _ charge: Charge,
        start: Timestamp,
        end: Timestamp?
    ) {
        var account = accounts[agent] ?? Account()
        account.starts.append(start)
        if let end {
            account.ended.append((end, charge))
        } else {
            open[session] = Open(agent: agent, charge: charge, start: start)
            account.open[session] = charge
        }
        accounts[agent] = account
    }

    /// What an agent has taken.
    package func use(of agent: AgentName, at now: Timestamp) -> QuotaUse {
        var use = QuotaUse()
        guard let account = accounts[agent] else { return use }
        use.sessions = account.open.count
        use.starts = account.starts.count { $0.duration(to: now) < Self.minute }
        use.used = account.ended.filter { $0.at.duration(to: now) < Self.hour }.reduce(.none) { $0 + $1.charge }
        use.reserved = account.open.values.reduce(.none, +)
        return use
    }

    /// The quota that forbids a session; `nil` when none does.
    package func refusal(of charge: Charge, for agent: Agent, at now: Timestamp) -> AgentRefusal? {
        let (use, quotas) = (use(of: agent.name, at: now), agent.quotas)
        if let limit = quotas.sessions, use.sessions >= limit {
            // Nobody knows when one ends.
            return AgentRefusal(
                agent.name,
                .sessions,
                limit: "\(limit)",
                used: "\(use.sessions)",
                retryAfter: .seconds(1)
            )
        }
        if let limit = quotas.startsPerMinute, use.starts >= limit {
            let starts = (accounts[agent.name]?.starts ?? []).sorted()
            // There is room when so many of the newest have become old that one less than the limit is left.
            let leaving = starts.indices.contains(starts.count - limit) ? starts[starts.count - limit] : now
            let wait = Self.minute - leaving.duration(to: now)
            return AgentRefusal(agent.name, .starts, limit: "\(limit)", used: "\(use.starts)", retryAfter: wait)
        }
        let all = use.used + use.reserved
        if let limit = quotas.cpuPerHour.map({ UInt64(max(0, $0.wholeMicroseconds)) }),
            all.cpu.saturatingSum(charge.cpu) > limit
        {
            let wait = wait(for: agent.name, limit, charge.cpu, \.cpu, at: now)
            let texts = [limit, all.cpu, charge.cpu].map { Duration.microseconds(Int64(clamping: $0)).secondsText }
            return AgentRefusal(agent.name, .cpu, limit: texts[0], used: texts[1], asked: texts[2], retryAfter: wait)
        }
        if let limit = quotas.memoryPerHour, all.memory.saturatingSum(charge.memory) > limit {
            let wait = wait(for: agent.name, limit, charge.memory, \.memory, at: now)
            let texts = [limit, all.memory, charge.memory].map { ByteCount.bytes($0).description }
            return AgentRefusal(agent.name, .memory, limit: texts[0], used: texts[1], asked: texts[2], retryAfter: wait)
        }
        return nil
    }

    /// When enough of what has ended is an hour old, if that is enough by itself.
    private func wait(
        for agent: AgentName,
        _ limit: UInt64,
        _ asked: UInt64,
        _ part: KeyPath<Charge, UInt64>,
        at now: Timestamp
    ) -> Duration? {
        guard asked <= limit, let account = accounts[agent] else { return nil }
        var used = use(of: agent, at: now).used[keyPath: part]
        if !account.open.isEmpty, used.saturatingSum(asked) <= limit {
            // What is set aside is given back, mostly, when a session ends; nobody knows when.
            return .seconds(1)
        }
        let ended = account.ended.sorted { $0.at < $1.at }
        for entry in ended where entry.at.duration(to: now) < Self.hour {
            used -= min(used, entry.charge[keyPath: part])
            if used.saturatingSum(asked) <= limit { return Self.hour - entry.at.duration(to: now) }
        }
        return nil
    }

    private mutating func forget(_ agent: AgentName, at now: Timestamp) {
        accounts[agent]?.starts.removeAll { $0.duration(to: now) >= Self.minute }
        accounts[agent]?.ended.removeAll { $0.at.duration(to: now) >= Self.hour }
    }
}
