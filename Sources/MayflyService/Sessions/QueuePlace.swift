/// A session's place in the queue, and its expected wait.
package struct QueuePlace: Hashable, Sendable {
    /// 1 for the session that starts next, unless something comes in between.
    package var position: Int
    /// The expected wait, by how long sessions took lately; `nil` when none has ended since the start.
    package var wait: Duration?
    /// Whether its share of the common budget is taken by others.
    package var waitsForBudget: Bool
}
