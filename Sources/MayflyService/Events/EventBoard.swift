internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// The latest events of the daemon, for its followers.
///
/// All readers share them, each with a position of its own: a reader costs no memory, and one that is too slow learns how many
/// events it has missed.
final class EventBoard: Sendable {
    /// The most events that are remembered; each has at most about a kilobyte.
    static let capacity = 8192

    private struct State {
        var events: [DaemonEvent] = []
        /// The number of all events so far.
        var count: UInt64 = 0
    }

    let run = EventPosition.newRun()
    /// Raised at every new event.
    let changes = Signal()
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = EventBoard.capacity) {
        self.capacity = capacity
    }

    /// Adds an event that has just happened.
    func post(_ content: DaemonEvent.Content, at moment: Timestamp = .now) {
        state.withLock { state in
            let place = Int(state.count % UInt64(capacity))
            state.count += 1
            let position = EventPosition(run: run, number: state.count)
            let event = DaemonEvent(position: position, at: moment, content: content)
            if place < state.events.count { state.events[place] = event } else { state.events.append(event) }
        }
        changes.raise()
    }

    /// The numbers from which a reader can continue: from the oldest remembered event to the newest.
    var range: ClosedRange<UInt64> {
        state.withLock { $0.count - UInt64($0.events.count)...$0.count }
    }

    /// The events after a number, `most` at most, and how many after it are forgotten.
    func read(after number: UInt64, atMost most: Int) -> (missed: UInt64, events: [DaemonEvent]) {
        state.withLock { state in
            let oldest = state.count - UInt64(state.events.count)
            let start = max(number, oldest)
            let end = min(state.count, start + UInt64(most))
            guard start < end else { return (start - number, []) }
            return (start - number, (start..<end).map { state.events[Int($0 % UInt64(capacity))] })
        }
    }
}
