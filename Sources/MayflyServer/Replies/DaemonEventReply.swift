internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// One event of the daemon, as JSON.
enum DaemonEventReply {
    /// The event as a piece of its stream.
    static func document(_ event: DaemonEvent) -> EventDocument {
        EventDocument(id: event.content == .heartbeat ? nil : event.position.text, json: json(event))
    }

    static func json(_ event: DaemonEvent) -> JSON {
        let head: JSON = .object(["id": .string(event.position.text), "t": .moment(event.at)])
        return .object(head.members + members(event.content))
    }

    private static func members(_ content: DaemonEvent.Content) -> [JSON.Member] {
        switch content {
        case .session(let fact):
            [type("session"), JSON.Member("state", .string(fact.state?.rawValue ?? ""))] + members(fact)
        case .refused(let fact, let rule): [type("refused"), JSON.Member("rule", .string(rule))] + members(fact)
        case .version(let event): [type("version")] + EventReply.json(event).members
        case .truncated(let count): [type("truncated"), JSON.Member("events", .integer(count))]
        case .heartbeat: [type("heartbeat")]
        }
    }

    private static func members(_ fact: DaemonEvent.SessionFact) -> [JSON.Member] {
        JSON.record([
            "session": fact.session.map { .string($0.text) },
            "script": fact.script.map { .string($0.text) },
            "digest": fact.digest.map { .string($0.description) },
            "profile": fact.profile.map { .string($0.text) },
            "uid": .integer(fact.uid),
            "agent": fact.agent.map { .string($0.text) },
            "verdict": fact.verdict.map { .string($0.rawValue) },
        ])
        .members
    }

    private static func type(_ word: String) -> JSON.Member { JSON.Member("type", .string(word)) }
}
