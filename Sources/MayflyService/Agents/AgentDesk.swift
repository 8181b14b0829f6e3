internal import MayflyAgents
internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// The agents in force and the book of their quotas; it makes all decisions about them, one after the other.
final class AgentDesk: Sendable {
    private struct State {
        var policy: AgentPolicy?
        var book = QuotaBook()
    }

    private let location: AgentLocation?
    private let state = Mutex(State())

    init(location: AgentLocation?) {
        self.location = location
    }

    // MARK: - Policy

    /// The agents in force; `nil` if operators name none: then groups alone decide who is an agent.
    var policy: AgentPolicy? { state.withLock { $0.policy } }

    /// Reads the file without putting it in force.
    ///
    /// - Throws: ``ServiceError/reloadFailed(_:)``, also if a file that was in force is gone: its absence would let everybody in.
    func read() throws(ServiceError) -> AgentPolicy? {
        guard let location else { return nil }
        let policy = try location.read()
        guard policy != nil || self.policy == nil else {
            throw .reloadFailed(
                "\(location.path) is gone; put it back, or restart the daemon to have groups decide again"
            )
        }
        return policy
    }

    /// Puts agents in force; their quotas stay as far used as they were.
    func use(_ policy: AgentPolicy?) { state.withLock { $0.policy = policy } }

    /// Enters what an earlier daemon recorded.
    func restore(_ entries: [LedgerEntry]) {
        state.withLock { state in
            for entry in entries {
                let charge = Charge(cpu: entry.cpu, memory: entry.memory)
                state.book.restore(entry.session, of: entry.agent, charge, start: entry.startedAt, end: entry.endedAt)
            }
        }
    }

    /// The caller with the roles that the agents in force give; if there is a file of agents, nobody else may submit.
    func recognised(_ caller: Caller) -> Caller { Self.recognised(caller, by: policy) }

    private static func recognised(_ caller: Caller, by policy: AgentPolicy?) -> Caller {
        guard let policy else {
            return Caller(
                caller.identity,
                roles: caller.roles,
                granted: caller.granted,
                groups: caller.groups,
                agent: caller.agent,
                isNamedOnly: caller.isNamedOnly,
                agentsInForce: []
            )
        }
        let agent = policy.agent(uid: caller.uid, groups: caller.groups)
        var roles = caller.granted.subtracting([.agent])
        for role in agent?.roles ?? [] { roles.insert(Role(role)) }
        return Caller(
            caller.identity,
            roles: roles,
            granted: caller.granted,
            groups: caller.groups,
            agent: agent?.name,
            isNamedOnly: true,
            agentsInForce: policy.names
        )
    }

    /// How many sessions of an agent start per turn; 1 for a caller that is no agent.
    func weight(of name: AgentName?) -> Int {
        name.flatMap { policy?.agent(named: $0) }?.priority.weight ?? 1
    }

    // MARK: - Sessions

    /// Throws the errors of ``take(_:tagged:)`` without taking anything.
    func check(_ record: SessionRecord, tagged tags: [ScriptTag]) throws(ServiceError) {
        guard let name = record.agent else { return }
        let refusal = state.withLock { state in
            Self.refusal(of: record, tags, name, state.policy, at: record.createdAt) { agent in
                state.book.refusal(of: Charge(atMost: record.limits), for: agent, at: .now)
            }
        }
        if let refusal { throw refusal }
    }

    /// Charges a session with the most that it can use, or throws the rule that forbids it and charges nothing.
    ///
    /// - Parameter tags: The script's tags.
    /// - Returns: The entry to record with the session; `nil` if no agent is charged.
    func take(_ record: SessionRecord, tagged tags: [ScriptTag]) throws(ServiceError) -> LedgerEntry? {
        guard let name = record.agent else { return nil }
        let charge = Charge(atMost: record.limits)
        let refusal = state.withLock { state in
            let policy = state.policy
            return Self.refusal(of: record, tags, name, policy, at: record.createdAt) { agent in
                // The time is read under the lock: what is taken later has a later time, unless the clock is set back.
                state.book.take(record.id, of: agent, charge, at: .now)
            }
        }
        if let refusal { throw refusal }
        return LedgerEntry(
            session: record.id,
            agent: name,
            startedAt: record.createdAt,
            cpu: charge.cpu,
            memory: charge.memory
        )
    }

    /// Throws the rule that forbids a session whose turn has come, by the agents in force now.
    ///
    /// The caller is checked as if the request came now. Quotas are not checked, since the session is charged already. Therefore it
    /// must not run for another agent than the one that was charged, nor for any agent if it was admitted before agents were named:
    /// then nothing was charged to that agent.
    func check(_ session: LiveSession, at now: Timestamp) throws(ServiceError) {
        let policy = policy
        let caller = Self.recognised(session.caller, by: policy)
        let (name, isReview) = session.look { ($0.agent, $0.review != nil) }
        // A reviewer's trial belongs to no agent.
        if !isReview { try Self.checkIsSame(caller, as: name) }
        try caller.checkMaySubmit(isReview: isReview)
        guard let name else { return }
        let refusal = Self.refusal(of: session.record, session.tags, name, policy, at: now) { _ in nil }
        if let refusal { throw refusal }
    }

    /// Throws when a caller is now another agent than the one that the session was charged to.
    private static func checkIsSame(_ caller: Caller, as name: AgentName?) throws(ServiceError) {
        guard caller.agent != name else { return }
        if let name { throw .forbidden("\(caller.text) is not agent \(name) any more") }
        guard let agent = caller.agent else { return }
        throw .forbidden(
            "\(caller.text) is agent \(agent) now, and this was submitted as no agent's: submit it again, under another key "
                + "if it has one"
        )
    }

    private static func refusal(
        of record: SessionRecord,
        _ tags: [ScriptTag],
        _ name: AgentName,
        _ policy: AgentPolicy?,
        at now: Timestamp,
        _ quotas: (Agent) -> AgentRefusal?
    ) -> ServiceError? {
        guard let agent = policy?.agent(named: name) else {
            return .forbidden("agent \(name) is no agent any more")
        }
        let rule = agent.refusal(of: record.scriptName, tagged: tags, under: record.profile, at: now)
        return (rule ?? quotas(agent)).map { .agentRefused($0) }
    }

    /// Takes back the charge for a session that is not made after all.
    func cancel(_ record: SessionRecord) { state.withLock { $0.book.cancel(record.id) } }

    /// The entry to record at a session's end; `nil` if no agent is charged.
    ///
    /// A session that never ran used nothing, whatever its verdict. A session that was cut off without a count is charged with all that
    /// it could have used.
    ///
    /// - Parameter hasStarted: Whether its start is in the log and its cell was requested; nothing runs before.
    func entry(ending record: SessionRecord, hasStarted: Bool) -> LedgerEntry? {
        guard let name = record.agent else { return nil }
        let reserved = state.withLock { $0.book.reserved(for: record.id) } ?? Charge(atMost: record.limits)
        let charge =
            hasStarted && Self.mayHaveRun(record) ? Charge(used: record.report?.usage ?? Usage(), of: reserved) : .none
        return LedgerEntry(
            session: record.id,
            agent: name,
            startedAt: record.createdAt,
            endedAt: record.finishedAt ?? .now,
            cpu: charge.cpu,
            memory: charge.memory
        )
    }

    /// Whether the script of a started session may have run: the warden saw it run, or did not live to report.
    private static func mayHaveRun(_ record: SessionRecord) -> Bool {
        guard record.startedAt == nil, let report = record.report else { return true }
        return report.usage.wall != nil || (report.verdict.name == .daemonRestart && report.usage == Usage())
    }

    /// Replaces the reservation of a session by what it used; call it once that is recorded.
    func settle(_ entry: LedgerEntry) {
        let charge = Charge(cpu: entry.cpu, memory: entry.memory)
        state.withLock { $0.book.settle(entry.session, charge, at: entry.endedAt ?? .now) }
    }

    /// The agents in force with the state of their quotas, in the order of their file.
    func standings(at now: Timestamp) -> [(agent: Agent, use: QuotaUse)] {
        state.withLock { state in
            (state.policy?.agents ?? []).map { ($0, state.book.use(of: $0.name, at: now)) }
        }
    }
}

extension Role {
    /// Maps a role in the file of agents.
    init(_ role: AgentRole) {
        self =
            switch role {
            case .agent: .agent
            case .approver: .approver
            case .auditor: .auditor
            case .operatorRole: .operatorRole
            }
    }
}
