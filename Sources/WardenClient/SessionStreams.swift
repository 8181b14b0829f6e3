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
    /// Readable once nothing more is to be read.
    let bell: OwnedEnd

    /// - Throws: ``SystemCallError`` from `eventfd`, when there are too many descriptors.
    init() throws(SystemCallError) {
        self.bell = OwnedEnd(try OwnedDescriptor.eventCounter())
    }

    /// Says that the sink has got everything.
    func finish() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard case .open(let waiters) = state else { return [] }
            state = .drained
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until every writer is gone and the sink has got everything; after ``stop()``, what there was until then.
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

    /// Has what has not ended be closed, whoever may still write to it; does not wait.
    ///
    /// The sink is told that nothing more comes, and then the streams are drained.
    package func stop() {
        var one: UInt64 = 1
        // A full counter is readable already.
        _ = unsafe write(bell.descriptor.number, &one, 8)
    }
}
