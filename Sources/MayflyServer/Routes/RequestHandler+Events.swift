internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

extension RequestHandler {
    /// Answers with the events of a session, one after the other.
    func events(_ id: SessionID, _ asked: Asked, _ query: RequestQuery) async throws -> Response {
        let what = "the seq of the last event that was read, or 0"
        let start = try Self.last(asked.request, query, what, Self.number) ?? 0
        let follows = try query.flag("follow")
        let events = try await service.events(id, from: start, for: asked.caller, follows: follows)
        return stream(events, .sessionEvents, asked, SessionEventReply.document)
    }

    /// Answers with the events of the daemon; a query with a script alone gets all events of its versions.
    func daemonEvents(_ asked: Asked, _ query: RequestQuery) async throws -> Response {
        let script = try query.parsed("script", "the name of a script", ScriptName.init)
        let position = try Self.last(
            asked.request,
            query,
            "the id of the last event that was read",
            EventPosition.init
        )
        let follows = try query.flag("follow")
        if let script, position == nil, !follows {
            let events = try await service.events(of: script, for: asked.caller)
            return Response(.object(["items": .array(events.map(EventReply.json))]))
        }
        let events = try service.daemonEvents(from: position, about: script, for: asked.caller, follows: follows)
        return stream(events, .daemonEvents, asked, DaemonEventReply.document)
    }

    /// Answers with the resources that a session uses: once, or repeatedly until it has ended.
    func stats(_ id: SessionID, _ asked: Asked, _ query: RequestQuery) async throws -> Response {
        let follows = try query.flag("follow")
        let stats = try await service.stats(id, for: asked.caller, follows: follows)
        if follows { return stream(stats, .stats, asked, StatsReply.document) }
        for await sample in stats { return Response(StatsReply.json(sample)) }
        throw ServiceError.sessionNotFound(id)
    }

    /// The last event that the client has: from the query, or else from the header that a browser repeats by itself.
    private static func last<Value>(
        _ request: Request,
        _ query: RequestQuery,
        _ what: String,
        _ parse: (String) -> Value?
    ) throws(RequestFaults) -> Value? {
        let asked = try query.parsed("from", what, parse)
        guard let name = HTTPField.Name("Last-Event-ID"), let text = request.headers[name] else { return asked }
        guard let last = parse(text) else { throw RequestFaults([RequestFault("Last-Event-ID", "must be \(what)")]) }
        return asked ?? last
    }

    private static func number(_ text: String) -> UInt64? {
        Int(digits: text).map { UInt64($0) }
    }
}
