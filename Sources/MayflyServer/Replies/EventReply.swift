internal import MayflyCore
internal import MayflyJSON
internal import MayflyStore

/// The events of versions, as JSON.
enum EventReply {
    static func json(_ event: VersionEvent) -> JSON {
        .object([
            "number": .integer(event.sequence),
            "event": .string(event.kind.rawValue),
            "script": .string(event.name.text),
            "digest": .string(event.digest.description),
            "by": .caller(event.by),
            "at": .moment(event.createdAt),
            "text": .string(event.text),
            "approval": event.statement.map { .string($0) },
            "key": event.key.map { .string($0) },
            "principal": event.principal.map { .string($0) },
        ])
    }
}
