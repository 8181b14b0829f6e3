internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

extension RequestHandler {
    /// Answers requests about agents and their use of resources.
    func respondAboutAgents(_ asked: Asked, _ query: RequestQuery) async throws -> Response {
        switch asked.route {
        case .agent(let name): return Response(AgentReply.json(try service.agent(name, for: asked.caller)))
        case .usage:
            let report = try await service.usage(Self.ledgerFilter(query), for: asked.caller)
            return Response(
                .object([
                    "items": .array(report.sums.map(AgentReply.json)), "truncated": .bool(report.isTruncated),
                ])
            )
        default:
            let agents = try service.agents(for: asked.caller)
            let strangers = service.strangers(for: asked.caller)
            return Response(
                .object([
                    "items": .array(agents.map(AgentReply.json)), "strangers": .array(strangers.map(AgentReply.json)),
                ])
            )
        }
    }

    private static func ledgerFilter(_ query: RequestQuery) throws(RequestFaults) -> LedgerFilter {
        var filter = LedgerFilter()
        filter.agent = try query.parsed("agent", "the name of an agent", AgentName.init)
        filter.script = try query.parsed("script", "the name of a script", ScriptName.init)
        filter.profile = try query.parsed("profile", "the name of a profile", ProfileName.init)
        let moment = "a moment such as 2026-05-07T09:00:00Z"
        filter.from = try query.parsed("from", moment, DateText.parse)
        filter.to = try query.parsed("to", moment, DateText.parse)
        return filter
    }
}
