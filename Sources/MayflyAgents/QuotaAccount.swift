internal import MayflyCore

/// Everything that one agent has used, even without a quota for it, since quotas may change.
struct QuotaAccount: Sendable {
    private var starts = RollingWindow(.seconds(60))
    private var ended = RollingWindow(.seconds(3600))
    /// The number of sessions that have not ended.
    private var open = 0
    /// The reservations of these sessions.
    private var reserved = ChargeSum()

    // MARK: - What is taken

    /// Advances the account to the present time, before something is charged.
    mutating func goOn(to now: Timestamp) {
        starts.goOn(to: now)
        ended.goOn(to: now)
    }

    /// Charges a session that begins.
    mutating func begin(_ charge: Charge, at start: Timestamp) {
        starts.add(.none, at: start)
        open += 1
        reserved += ChargeSum(charge)
    }

    /// Gives back the reservation of a session.
    mutating func giveBack(_ charge: Charge) {
        open -= 1
        reserved -= ChargeSum(charge)
    }

    /// Removes the start of a session that is not made after all.
    mutating func removeStart(at start: Timestamp) { starts.removeLast(at: start) }

    /// Charges what an ended session used.
    mutating func end(_ charge: Charge, at end: Timestamp) { ended.add(charge, at: end) }

    /// Enters a session that ended before the daemon started.
    mutating func restore(_ charge: Charge, start: Timestamp, end: Timestamp) {
        // If the end is before the start, the clock was set back in between: by today's clock, the session started before its end.
        starts.add(.none, at: min(start, end))
        ended.add(charge, at: end)
    }

    /// The use of the quotas.
    func use(at now: Timestamp) -> QuotaUse {
        var use = QuotaUse()
        use.sessions = open
        use.starts = starts.count(at: now)
        use.used = Charge(ended.sum(at: now))
        use.reserved = Charge(reserved)
        return use
    }

    // MARK: - What may be taken

    /// The quota that forbids a session; `nil` when none does.
    ///
    /// Only what has a quota is checked.
    func refusal(of charge: Charge, for agent: Agent, at now: Timestamp) -> AgentRefusal? {
        refusalBySessions(for: agent) ?? refusalByStarts(for: agent, at: now)
            ?? refusalByTime(of: charge, for: agent, at: now) ?? refusalByMemory(of: charge, for: agent, at: now)
    }

    private func refusalBySessions(for agent: Agent) -> AgentRefusal? {
        guard let limit = agent.quotas.sessions, open >= limit else { return nil }
        // Nobody knows when a session ends.
        return AgentRefusal(agent.name, .sessions, limit: "\(limit)", used: "\(open)", retryAfter: .seconds(1))
    }

    private func refusalByStarts(for agent: Agent, at now: Timestamp) -> AgentRefusal? {
        guard let limit = agent.quotas.startsPerMinute else { return nil }
        let count = starts.count(at: now)
        guard count >= limit else { return nil }
        // There is room once so many starts are old that one less than the limit is left.
        let wait = starts.wait(untilFewerThan: limit, at: now)
        return AgentRefusal(agent.name, .starts, limit: "\(limit)", used: "\(count)", retryAfter: wait)
    }

    private func refusalByTime(of charge: Charge, for agent: Agent, at now: Timestamp) -> AgentRefusal? {
        guard let quota = agent.quotas.cpuPerHour else { return nil }
        let (limit, all) = (UInt64(max(0, quota.wholeMicroseconds)), taken(at: now).cpu)
        guard all.saturatingSum(charge.cpu) > limit else { return nil }
        let texts = [limit, all, charge.cpu].map { Duration.microseconds(Int64(clamping: $0)).secondsText }
        let time = wait(until: \.cpu, leaves: charge.cpu, of: limit, at: now)
        return AgentRefusal(agent.name, .cpu, limit: texts[0], used: texts[1], asked: texts[2], retryAfter: time)
    }

    private func refusalByMemory(of charge: Charge, for agent: Agent, at now: Timestamp) -> AgentRefusal? {
        guard let limit = agent.quotas.memoryPerHour else { return nil }
        let all = taken(at: now).memory
        guard all.saturatingSum(charge.memory) > limit else { return nil }
        let texts = [limit, all, charge.memory].map { ByteCount.bytes($0).description }
        let time = wait(until: \.memory, leaves: charge.memory, of: limit, at: now)
        return AgentRefusal(agent.name, .memory, limit: texts[0], used: texts[1], asked: texts[2], retryAfter: time)
    }

    /// The sum of used and reserved charges.
    private func taken(at now: Timestamp) -> Charge {
        var sum = ended.sum(at: now)
        sum += reserved
        return Charge(sum)
    }

    /// The time until enough ended sessions are an hour old, if that alone is enough.
    private func wait(
        until part: KeyPath<ChargeSum, UInt128>,
        leaves asked: UInt64,
        of limit: UInt64,
        at now: Timestamp
    ) -> Duration? {
        guard asked <= limit else { return nil }
        let bound = UInt128(limit - asked)
        // Most of the reservations will be given back when sessions end, but nobody knows when.
        if open > 0, ended.sum(at: now)[keyPath: part] <= bound { return .seconds(1) }
        return ended.wait(until: part, isAtMost: bound, at: now)
    }
}
