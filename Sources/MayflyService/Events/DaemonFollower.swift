internal import MayflyCore
internal import MayflyStore

/// The events of the daemon that a caller may see.
package struct DaemonFollower: AsyncSequence, Sendable {
    package typealias Element = DaemonEvent

    /// How many events are examined at once.
    private static let most = 128

    let board: EventBoard
    /// The caller as of now: roles may be taken away while somebody follows.
    let caller: @Sendable () -> Caller
    /// An event as the caller may see it; `nil` when its version is hidden from the caller, or its script is not the wanted one.
    let tellVersion: @Sendable (VersionEvent, Caller) async throws(ServiceError) -> VersionEvent?
    let start: UInt64
    /// The script to which the events are restricted.
    let script: ScriptName?
    let follows: Bool
    let heartbeat: Duration

    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Continues after the last event.
    package struct Iterator: AsyncIteratorProtocol {
        private let follower: DaemonFollower
        private var number: UInt64
        private var ready: ArraySlice<DaemonEvent> = []
        private var lastSaid = ContinuousClock.now

        fileprivate init(_ follower: DaemonFollower) {
            self.follower = follower
            number = follower.start
        }

        package mutating func next() async -> DaemonEvent? {
            while !Task.isCancelled {
                if let event = ready.popFirst() { return say(event) }
                // Read first: whatever is posted later raises the signal.
                let generation = follower.board.changes.generation
                if await look() { continue }
                guard follower.follows, !follower.caller().roles.isEmpty else { return nil }
                // The reader gets a heartbeat in time, even while events happen that it may not see.
                let rest = follower.heartbeat - (ContinuousClock.now - lastSaid)
                guard rest > .zero else { return say(event(.heartbeat)) }
                await wait(since: generation, atMost: rest)
            }
            return nil
        }

        private mutating func say(_ event: DaemonEvent) -> DaemonEvent {
            lastSaid = .now
            return event
        }

        /// Examines the next events, and returns whether there were any.
        private mutating func look() async -> Bool {
            let (missed, events) = follower.board.read(after: number, atMost: DaemonFollower.most)
            guard missed > 0 || !events.isEmpty else { return false }
            let caller = follower.caller()
            var wanted: [DaemonEvent] = []
            for event in events where caller.maySee(event) {
                guard let told = await follower.told(event, caller), follower.isWanted(told) else { continue }
                wanted.append(told)
            }
            ready = wanted[...]
            number += missed
            if missed > 0 { ready.insert(event(.truncated(missed)), at: ready.startIndex) }
            number += UInt64(events.count)
            return true
        }

        private func wait(since generation: UInt64, atMost time: Duration) async {
            let changes = follower.board.changes
            _ = await changes.wait(atMost: time) { changes.generation != generation }
        }

        private func event(_ content: DaemonEvent.Content) -> DaemonEvent {
            DaemonEvent(
                position: EventPosition(run: follower.board.run, number: number),
                at: .now,
                content: content
            )
        }
    }

    /// An event as the caller may see it; `nil` when it concerns a version that is hidden from the caller.
    ///
    /// An event that cannot be examined now may be hidden, so that the caller learns only that something is missing.
    private func told(_ event: DaemonEvent, _ caller: Caller) async -> DaemonEvent? {
        guard case .version(let version) = event.content else { return event }
        do throws(ServiceError) {
            guard let told = try await tellVersion(version, caller) else { return nil }
            return DaemonEvent(position: event.position, at: event.at, content: .version(told))
        } catch {
            return DaemonEvent(position: event.position, at: event.at, content: .truncated(1))
        }
    }

    private func isWanted(_ event: DaemonEvent) -> Bool {
        guard let script else { return true }
        return switch event.content {
        case .session(let fact), .refused(let fact, _): fact.script == script
        case .version(let event): event.name == script
        case .truncated, .heartbeat: true
        }
    }
}
