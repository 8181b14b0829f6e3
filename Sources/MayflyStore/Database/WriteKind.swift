/// The kind of records that a write may change, which decides which cached answers must be forgotten.
enum WriteKind: Hashable, Sendable {
    /// Scripts, statements, signatures, revocations, and decisions about them.
    case registry
    /// Nothing of the registry: sessions and what belongs to them, agents, the log.
    case other
}
