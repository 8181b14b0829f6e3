/// Which orders to end a session the log has: the first, and the first that leaves no grace.
///
/// What is ordered beyond that changes nothing; whoever may end a session could make the log longer by it without end.
struct NotedOrders {
    /// Writes the newest of them: the log has them in their order, also where a full disk has kept the first from it.
    var lastNote: Task<Void, Never>?
    private var hasAny = false
    private var hasImmediate = false

    /// Takes an order that was given; says whether the log has to have it.
    mutating func take(immediately: Bool) -> Bool {
        defer { (hasAny, hasImmediate) = (true, hasImmediate || immediately) }
        return immediately ? !hasImmediate : !hasAny
    }
}
