internal import MayflyAgents
internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// The agents in force and the book of what they take; every decision about them is made here, one after the other.
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

    /// The agents in force; `nil` where operators name none: then groups alone decide who is an agent.
    var policy: AgentPolicy? { state.withLock { $0.policy } }

    /// Reads the file, and puts nothing in force.
    ///
    /// - Throws: ``ServiceError/reloadFailed(_:)``, also when a file that was in force is gone: that would let everybody in.
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

    /// Puts agents in force; what they have taken stays taken.
    func use(_ policy: AgentPolicy?) { state.withLock { $0.policy = policy } }

    /// Enters what an earlier daemon has written down.
    func restore(_ entries: [LedgerEntry]) {
        state.withLock { state in
            for entry in entries {
                let charge = Charge(cpu: entry.cpu, memory: entry.memory)
                state.book.restore(entry.session, of: entry.agent, charge, start: entry.startedAt, end: entry.endedAt)
            }
        }
    }

    /// A caller as the agents in force make it: with a file of agents, nobody else may submit.
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

    /// How many sessions of an agent start per turn; 1 for whoever is none.
    func weight(of name: AgentName?) -> Int {
        name.flatMap { policy?.agent(named: $0) }?.priority.weight ?? 1
    }

    // MARK: - Sessions

    /// Throws what ``take(_:tagged:)`` would throw, and takes nothing.
    func check(_ record: SessionRecord, tagged tags: [ScriptTag]) throws(ServiceError) {
        guard let name = record.agent else { return }
        let refusal = state.withLock { state in
            Self.refusal(of: record, tags, name, state.policy, at: record.createdAt) { agent in
                state.book.refusal(of: Charge(atMost: record.limits), for: agent, at: .now)
            }
        }
        if let refusal { throw refusal }
    }

    /// Takes a session in, with the most it can take, or throws which rule forbids it; then nothing is taken.
    ///
    /// - Parameter tags: Of the script.
    /// - Returns: What is to be written down with the session; `nil` where no agent is charged.
    func take(_ record: SessionRecord, tagged tags: [ScriptTag]) throws(ServiceError) -> LedgerEntry? {
        guard let name = record.agent else { return nil }
        let charge = Charge(atMost: record.limits)
        let refusal = state.withLock { state in
            let policy = state.policy
            return Self.refusal(of: record, tags, name, policy, at: record.createdAt) { agent in
                // Asked for under the lock: what is taken later is of a later moment, unless the clock is set back.
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

    /// Throws which rule forbids a session whose turn has come, by the agents that are in force then.
    ///
    /// Whoever asked for it is looked at as if it were asked for now. Quotas are not asked: what they let in is taken from them
    /// already. So it does not run for another agent than it was taken in for, nor for one at all if that was before agents were
    /// named: nothing is set aside of what that one may take.
    func check(_ session: LiveSession, at now: Timestamp) throws(ServiceError) {
        let policy = policy
        let caller = Self.recognised(session.caller, by: policy)
        let (name, isReview) = session.look { ($0.agent, $0.review != nil) }
        // What a reviewer tries is nobody's as an agent.
        if !isReview { try Self.checkIsSame(caller, as: name) }
        try caller.checkMaySubmit(isReview: isReview)
        guard let name else { return }
        let refusal = Self.refusal(of: session.record, session.tags, name, policy, at: now) { _ in nil }
        if let refusal { throw refusal }
    }

    /// Throws when a caller is another agent now than the one that a session was taken in for.
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

    /// Takes back what was taken for a session that is none after all.
    func cancel(_ record: SessionRecord) { state.withLock { $0.book.cancel(record.id) } }

    /// What is to be written down at a session's end; `nil` where no agent is charged.
    ///
    /// What never ran took nothing, whatever its end is called. What was cut off, and was not counted, is taken to have used
    /// all it could.
    ///
    /// - Parameter hasStarted: Whether its start is in the log, and its cell was asked for; nothing runs before.
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

    /// Whether the script of a session may have run that was started: the warden saw it, or did not live to say so.
    private static func mayHaveRun(_ record: SessionRecord) -> Bool {
        guard record.startedAt == nil, let report = record.report else { return true }
        return report.usage.wall != nil || (report.verdict.name == .daemonRestart && report.usage == Usage())
    }

    /// Puts what a session took in the place of what was set aside for it; to be called when that is written down.
    func settle(_ entry: LedgerEntry) {
        let charge = Charge(cpu: entry.cpu, memory: entry.memory)
        state.withLock { $0.book.settle(entry.session, charge, at: entry.endedAt ?? .now) }
    }

    /// The agents in force with what they have taken, in the order of their file.
    func standings(at now: Timestamp) -> [(agent: Agent, use: QuotaUse)] {
        state.withLock { state in
            (state.policy?.agents ?? []).map { ($0, state.book.use(of: $0.name, at: now)) }
        }
    }
}

extension Role {
    /// What a role in the file of agents is here.
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
