internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// Lets submissions that have the same key run one after the other.
///
/// The store has the first one's outcome before the second one is examined. If both ran at once, what the first one has taken (a
/// quota, a place in the queue, a workspace) could be a reason to refuse the second.
final class KeyTurns: Sendable {
    /// A key as one caller uses it.
    private struct Place: Hashable {
        var uid: UInt32
        var agent: AgentName?
        var text: String
    }

    /// The waiting submissions of each key, the first one first; a key that is free has no entry.
    private let waiting = Mutex<[Place: [Promise<Bool>]]>([:])

    /// Runs `work` while no other submission with the same key runs.
    ///
    /// - Parameter work: Takes until the submission is recorded, not until its session ends.
    func run<Value: Sendable>(_ key: SubmissionKey, _ work: () async throws(ServiceError) -> Value)
        async throws(ServiceError) -> Value
    {
        let place = Place(uid: key.uid, agent: key.agent, text: key.text)
        await enter(place)
        defer { leave(place) }
        return try await work()
    }

    /// Waits until the key is free, and takes it.
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

    /// Hands the key to the submission that has waited longest.
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
