internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// Lets submissions that have the same key go one after the other.
///
/// What the first one became is in the store before the second one is looked at: two at once would both be judged, and what
/// the first one has taken (a quota, a place in the queue, a workspace) would be a reason to refuse the second.
final class KeyTurns: Sendable {
    /// A key as one caller uses it.
    private struct Place: Hashable {
        var uid: UInt32
        var agent: AgentName?
        var text: String
    }

    /// Those that wait, the first one first, by key; a key that nobody has is not there.
    private let waiting = Mutex<[Place: [Promise<Bool>]]>([:])

    /// Does something while nobody else with the same key does.
    ///
    /// - Parameter work: Takes as long as one submission takes to be written down, and not as long as its session.
    func run<Value: Sendable>(_ key: SubmissionKey, _ work: () async throws(ServiceError) -> Value)
        async throws(ServiceError) -> Value
    {
        let place = Place(uid: key.uid, agent: key.agent, text: key.text)
        await enter(place)
        defer { leave(place) }
        return try await work()
    }

    /// Waits until nobody has the key, and has it then.
    private func enter(_ place: Place) async {
        let turn = waiting.withLock { waiting -> Promise<Bool>? in
            guard let others = waiting[place] else {
                waiting[place] = []
                return nil
            }
            let turn = Promise<Bool>()
            waiting[place] = others + [turn]
            return turn
        }
        if let turn { _ = await turn.value }
    }

    /// Gives the key to who has waited longest.
    private func leave(_ place: Place) {
        let next = waiting.withLock { waiting -> Promise<Bool>? in
            guard let others = waiting[place], let next = others.first else {
                waiting[place] = nil
                return nil
            }
            waiting[place] = Array(others.dropFirst())
            return next
        }
        next?.keep(true)
    }
}
