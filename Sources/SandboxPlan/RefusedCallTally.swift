/// Counts refused calls in a fixed room, however many a script makes.
///
/// Pure: pid 1 of a cell asks it what to tell.
package struct RefusedCallTally: Hashable, Sendable {
    /// The most different calls that are told apart: more than the machine's table has, so that none is left out because a script has
    /// made many others before.
    package static let capacity = 512
    /// The most calls of one message.
    package static let portion = 64
    /// The most updates before the end.
    private static let updates = 128
    /// The most messages that follow from these: the first of each, the updates, and all in portions at the end.
    package static let messages = capacity + updates + capacity / portion

    /// What was counted, in the order of first sight.
    package private(set) var calls: [RefusedCall] = []
    private var told = 0

    package init() {}

    /// All that was counted, a message's worth at a time.
    package var portions: [[RefusedCall]] {
        stride(from: 0, to: calls.count, by: Self.portion).map {
            Array(calls[$0..<min($0 + Self.portion, calls.count)])
        }
    }

    /// Counts one.
    ///
    /// - Returns: What to tell at once: the first of each kind, and its count whenever that has doubled, as long as there
    ///   are not too many of these. The rest is told at the end.
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
