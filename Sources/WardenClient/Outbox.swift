internal import Glibc
internal import LinuxSystem
internal import Synchronization

/// What shall be sent to the warden, in order, until its socket takes it.
///
/// Anybody may add to it; one thread sends. An order that must arrive is kept for as long as the warden lives.
final class Outbox: Sendable {
    private struct State {
        var letters: [Letter] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Readable after something was added.
    let wakeUp: OwnedEnd

    init() throws(SystemCallError) {
        self.wakeUp = OwnedEnd(try OwnedDescriptor.eventCounter())
    }

    /// Whether nothing waits to be sent.
    var isEmpty: Bool { state.withLock { $0.letters.isEmpty } }

    /// Takes a letter; one that can never be sent is answered at once.
    func add(_ letter: Letter) {
        let error = state.withLock { state -> WardenClientError?? in
            if state.isClosed { return .some(.gone) }
            if let subject = letter.subject, state.letters.contains(where: { $0.subject == subject }) {
                return .some(nil)
            }
            state.letters.append(letter)
            return nil
        }
        if let error { return letter.done(error) }
        var one: UInt64 = 1
        // A full counter is readable already.
        _ = unsafe write(wakeUp.descriptor.number, &one, 8)
    }

    /// Sends what the socket takes now.
    ///
    /// - Parameters:
    ///   - now: Letters whose deadline has passed are answered instead.
    ///   - send: Sends one message; does not wait.
    func flush(at now: ContinuousClock.Instant, _ send: (Letter) throws(SystemCallError) -> Void) {
        var count: UInt64 = 0
        _ = unsafe read(wakeUp.descriptor.number, &count, 8)
        for letter in takeExpired(at: now) { letter.done(.unresponsive) }
        // Only this thread takes letters out: the first one stays where it is while it is sent.
        while let letter = state.withLock({ $0.letters.first }) {
            var failure: WardenClientError?
            do throws(SystemCallError) {
                try send(letter)
            } catch {
                let isGone = WardenClientError(error) == .gone
                if error.errno == .wouldBlock || (letter.deadline == nil && !isGone) { return }
                failure = WardenClientError(error)
            }
            _ = state.withLock { $0.letters.removeFirst() }
            letter.done(failure)
        }
    }

    private func takeExpired(at now: ContinuousClock.Instant) -> [Letter] {
        state.withLock { state in
            let expired = state.letters.filter { $0.isExpired(at: now) }
            if !expired.isEmpty { state.letters.removeAll { $0.isExpired(at: now) } }
            return expired
        }
    }

    /// Says that nothing can be sent any more; answers everything that waits.
    func close() {
        let letters = state.withLock { state in
            state.isClosed = true
            defer { state.letters = [] }
            return state.letters
        }
        for letter in letters { letter.done(.gone) }
    }
}

extension Letter {
    fileprivate func isExpired(at now: ContinuousClock.Instant) -> Bool { deadline.map { $0 <= now } ?? false }
}
