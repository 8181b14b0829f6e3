internal import Glibc
internal import LinuxSystem
internal import Synchronization

/// The streams of a launched session, until all of them have ended.
package final class SessionStreams: Sendable {
    private enum State {
        case open([CheckedContinuation<Void, Never>])
        case drained
    }

    private let state = Mutex(State.open([]))
    /// Becomes readable when reading must stop.
    let bell: OwnedEnd

    /// - Throws: ``SystemCallError`` from `eventfd`, when too many descriptors are open.
    init() throws(SystemCallError) {
        self.bell = OwnedEnd(try OwnedDescriptor.eventCounter())
    }

    /// The sink has got everything.
    func finish() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard case .open(let waiters) = state else { return [] }
            state = .drained
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until every writer is gone and the sink has got everything; after ``stop()``, everything that was written until then.
    package func drained() async {
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                guard case .open(let waiters) = state else { return true }
                state = .open(waiters + [continuation])
                return false
            }
            if isDrained { continuation.resume() }
        }
    }

    /// Has the streams that have not ended be closed even if somebody may still write to them; does not wait.
    ///
    /// The sink is told that they have ended, and then the streams are drained.
    package func stop() {
        var one: UInt64 = 1
        // A write to a full counter fails, but then it is readable already.
        _ = unsafe write(bell.descriptor.number, &one, 8)
    }
}
