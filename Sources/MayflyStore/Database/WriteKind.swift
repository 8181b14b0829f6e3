/// What a write may change, and with it what has to be forgotten that was read before.
enum WriteKind: Hashable, Sendable {
    /// Scripts, statements, signatures, revocations, and what was decided about them.
    case registry
    /// Nothing of the registry: sessions and what belongs to them, agents, the log.
    case other
}
