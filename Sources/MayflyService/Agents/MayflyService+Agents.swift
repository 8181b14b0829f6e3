internal import Logging
internal import MayflyAgents
internal import MayflyCore
package import MayflyStore

extension MayflyService {
    /// The most lines of a usage report.
    package static let mostUsage = 10_000

    /// A caller with the roles that the agents in force give it; records that it made a request.
    package func recognise(_ caller: Caller) -> Caller {
        let caller = agents.recognised(caller)
        inventory.note(caller, at: .now)
        return caller
    }

    /// The agents in force: all of them for operators and auditors, an agent only itself.
    package func agents(for caller: Caller) throws(ServiceError) -> [AgentStanding] {
        guard caller.isAuditor || caller.agent != nil else {
            throw .forbidden("only operators and auditors see agents")
        }
        let sightings = inventory.sightings
        return agents.standings(at: .now).filter { caller.isAuditor || $0.agent.name == caller.agent }.map { standing in
            AgentStanding(
                agent: standing.agent,
                use: standing.use,
                sightings: sightings.filter { $0.agent == standing.agent.name }
            )
        }
    }

    /// One agent.
    package func agent(_ name: String, for caller: Caller) throws(ServiceError) -> AgentStanding {
        guard let found = try agents(for: caller).first(where: { $0.agent.name.text.hasBytes(of: name) }) else {
            throw .agentNotFound(name)
        }
        return found
    }

    /// Callers that made requests and are no agent, for operators and auditors; empty for others.
    package func strangers(for caller: Caller) -> [Sighting] {
        caller.isAuditor ? inventory.sightings.filter { $0.agent == nil } : []
    }

    /// What agents used: all of them for operators and auditors, an agent only its own use.
    ///
    /// - Parameter most: The most lines of the report.
    package func usage(
        _ filter: LedgerFilter,
        atMost most: Int = MayflyService.mostUsage,
        for caller: Caller
    ) async throws(ServiceError) -> UsageReport {
        var filter = filter
        if !caller.isAuditor {
            guard let own = caller.agent, filter.agent == nil || filter.agent == own else {
                throw .forbidden("only operators and auditors see what others used")
            }
            filter.agent = own
        }
        let wanted = filter
        // One more than the report may have shows whether there are more.
        let sums = try await storing { () async throws(StoreError) in
            try await self.store.usage(wanted, atMost: most + 1)
        }
        return UsageReport(sums: Array(sums.prefix(most)), isTruncated: sums.count > most)
    }

    /// Puts the file of agents in force, and enters what an earlier daemon recorded.
    func openAgents() async throws(ServiceError) {
        agents.use(try agents.read())
        agents.restore(
            try await storing { () async throws(StoreError) in try await self.store.ledgerEntries(at: .now) }
        )
        inventory.restore(try await storing { () async throws(StoreError) in try await self.store.sightings() })
        if let policy = agents.policy {
            logger.notice("agents are named", metadata: ["count": "\(policy.agents.count)"])
        }
    }
}
