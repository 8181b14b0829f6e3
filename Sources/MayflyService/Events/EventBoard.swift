internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// The last things that happened in the daemon, for those who follow it.
///
/// Everybody reads the same ones, each from a position of their own: a reader costs no memory, and one that is too slow is told
/// how many it has missed.
final class EventBoard: Sendable {
    /// So many are remembered; none is larger than a kilobyte or so.
    static let capacity = 8192

    private struct State {
        var events: [DaemonEvent] = []
        /// How many there were.
        var count: UInt64 = 0
    }

    let run = EventPosition.newRun()
    /// Raised whenever there is another one.
    let changes = Signal()
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = EventBoard.capacity) {
        self.capacity = capacity
    }

    /// Tells of something that has just happened.
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

    /// The numbers from which can be gone on: from the oldest that is remembered to the newest.
    var range: ClosedRange<UInt64> {
        state.withLock { $0.count - UInt64($0.events.count)...$0.count }
    }

    /// The events after a number, `most` at most, and how many after it were forgotten.
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
