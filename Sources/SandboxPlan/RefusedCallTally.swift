/// Counts refused calls in bounded memory, however many a script makes.
///
/// Pure: pid 1 of a cell counts with it, and learns what to report.
package struct RefusedCallTally: Hashable, Sendable {
    /// The most different calls that are counted: more than a machine's table has, so that none can be crowded out by others.
    package static let capacity = 512
    /// The most calls in one message.
    package static let portion = 64
    /// The most updates before the end of the script.
    private static let updates = 128
    /// The most messages in total: one for the first call of each kind, the updates, and the complete counts at the end.
    package static let messages = capacity + updates + capacity / portion

    /// The calls in the order in which they first occurred.
    package private(set) var calls: [RefusedCall] = []
    private var told = 0

    package init() {}

    /// All calls, split into messages.
    package var portions: [[RefusedCall]] {
        stride(from: 0, to: calls.count, by: Self.portion).map {
            Array(calls[$0..<min($0 + Self.portion, calls.count)])
        }
    }

    /// Counts a call.
    ///
    /// - Returns: What to report at once: the first call of each kind, and its count whenever that has doubled, up to a number of
    ///   updates. Everything else is reported at the end.
    package mutating func count(_ call: RefusedCall) -> RefusedCall? {
        guard let index = calls.firstIndex(where: { $0.number == call.number }) else {
            guard calls.count < Self.capacity else { return nil }
            calls.append(call)
            return call
        }
        calls[index].count += 1
        guard calls[index].count.nonzeroBitCount == 1, told < Self.updates else { return nil }
        told += 1
        return calls[index]
    }
}
