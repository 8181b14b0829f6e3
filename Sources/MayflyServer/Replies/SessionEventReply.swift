internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// One event of a session, as JSON.
enum SessionEventReply {
    /// The event as a piece of its stream.
    static func document(_ event: SessionEvent) -> EventDocument {
        // No client can resume from a heartbeat, because it has the number of the event before it.
        let isSignOfLife = if case .heartbeat = event.content { true } else { false }
        return EventDocument(id: isSignOfLife ? nil : "\(event.sequence)", json: json(event))
    }

    static func json(_ event: SessionEvent) -> JSON {
        let head: JSON = .object(["seq": .integer(event.sequence), "t": .moment(event.at)])
        let trace: JSON = .object(["traceparent": event.traceparent.map { .string($0) }])
        return .object(head.members + members(event.content) + trace.members)
    }

    private static func members(_ content: SessionEvent.Content) -> [JSON.Member] {
        switch content {
        case .state(let state): [type("state"), JSON.Member("state", .string(state.rawValue))]
        case .output(let stream, let bytes): [type(stream.rawValue), text(bytes)]
        case .dropped(let stream, let count):
            [
                type("truncated"), JSON.Member("stream", .string(stream.rawValue)),
                JSON.Member("bytes", .integer(count)),
            ]
        case .artifact(let file):
            [
                type("artifact"), JSON.Member("name", .string(file.path)), JSON.Member("bytes", .bytes(file.size)),
                JSON.Member("sha256", .string(file.digest.hexadecimal)),
            ]
        case .heartbeat: [type("heartbeat")]
        case .end(let detail): [type("end"), JSON.Member("session", SessionReply.json(detail))]
        }
    }

    private static func type(_ word: String) -> JSON.Member { JSON.Member("type", .string(word)) }

    /// The exact bytes, as text if they are UTF-8, otherwise as Base64.
    private static func text(_ bytes: [UInt8]) -> JSON.Member {
        if let text = String(validating: bytes, as: UTF8.self) { return JSON.Member("text", .string(text)) }
        return JSON.Member("b64", .string(Base64.encode(bytes)))
    }
}
