internal import MayflyCore
internal import MayflyStore

/// A lane of the queue: an agent's, or a user's if operators name no agents.
enum QueueLane: Hashable, Sendable {
    case agent(AgentName)
    case user(UInt32)

    init(_ record: SessionRecord) {
        self = record.agent.map { .agent($0) } ?? .user(record.caller.uid)
    }
}
