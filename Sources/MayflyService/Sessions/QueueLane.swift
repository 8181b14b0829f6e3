internal import MayflyCore
internal import MayflyStore

/// Those whose sessions wait in one line: an agent, or a user where operators name no agents.
enum QueueLane: Hashable, Sendable {
    case agent(AgentName)
    case user(UInt32)

    init(_ record: SessionRecord) {
        self = record.agent.map { .agent($0) } ?? .user(record.caller.uid)
    }
}
