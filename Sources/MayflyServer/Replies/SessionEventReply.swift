internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// One event of a session, as text.
enum SessionEventReply {
    /// How events follow each other.
    enum Form: Hashable, Sendable {
        /// One JSON document on each line.
        case lines
        /// Server-sent events, as browsers read them; their data are the same documents.
        case serverSent

        /// What a client gets that accepts these types.
        init(accepting types: [String]) {
            let isServerSent = types.contains { list in
                list.utf8.split(separator: UInt8(ascii: ",")).contains { type in
                    let name = type.split(separator: UInt8(ascii: ";"))[0]
                    return name.filter { $0 != UInt8(ascii: " ") }.isWord("text/event-stream")
                }
            }
            self = isServerSent ? .serverSent : .lines
        }

        /// The type of the whole.
        var type: String { self == .lines ? "application/x-ndjson" : "text/event-stream" }
    }

    /// One event with its end of line.
    static func text(_ event: SessionEvent, as form: Form) -> String {
        let json = json(event)
        let data = json.compactText
        guard form == .serverSent else { return data + "\n" }
        // A heartbeat is nothing to go on from: its number was that of the event before it.
        let id = if case .heartbeat = event.content { "" } else { "id: \(event.sequence)\n" }
        return "\(id)event: \(json["type"]?.text ?? "")\ndata: \(data)\n\n"
    }

    /// One event.
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

    /// Exact either way: a text is the bytes as UTF-8.
    private static func text(_ bytes: [UInt8]) -> JSON.Member {
        if let text = String(validating: bytes, as: UTF8.self) { return JSON.Member("text", .string(text)) }
        return JSON.Member("b64", .string(Base64.encode(bytes)))
    }
}
