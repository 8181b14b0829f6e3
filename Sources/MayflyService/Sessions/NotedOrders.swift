/// Which orders to end a session the log has: the first, and the first that leaves no grace period.
///
/// Further orders change nothing; if they were recorded, whoever may end a session could make the log longer without end.
struct NotedOrders {
    /// Writes the newest order; the log has the orders in their sequence, even if a full disk delays the first one.
    var lastNote: Task<Void, Never>?
    private var hasAny = false
    private var hasImmediate = false

    /// Notes an order that was given; returns whether the log must have it.
    mutating func take(immediately: Bool) -> Bool {
        defer { (hasAny, hasImmediate) = (true, hasImmediate || immediately) }
        return immediately ? !hasImmediate : !hasAny
    }
}
