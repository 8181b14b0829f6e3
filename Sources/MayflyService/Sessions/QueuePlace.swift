/// Where a session stands in the queue, and how long that may take.
package struct QueuePlace: Hashable, Sendable {
    /// 1 for the one that starts next, if nothing else comes in its way.
    package var position: Int
    /// By how long sessions took lately; `nil` when none has ended since the start.
    package var wait: Duration?
    /// Whether what it needs of the budget of all sessions is taken.
    package var waitsForBudget: Bool
}
