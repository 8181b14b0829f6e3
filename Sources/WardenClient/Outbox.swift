internal import Glibc
internal import LinuxSystem
internal import Synchronization

/// The messages to the warden, in order, until its socket takes them.
///
/// Any thread may add a message. If the socket takes it at once, the adding thread sends it, so that no other thread has to wake up;
/// otherwise one thread sends it later. An order that must arrive is kept for as long as the warden lives.
final class Outbox: Sendable {
    private struct State {
        var letters: [Letter] = []
        var isOpen = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let send: @Sendable (Letter) throws(SystemCallError) -> Void
    /// Readable after a message was added that could not be sent at once.
    let wakeUp: OwnedEnd

    /// - Parameter send: Sends one message without blocking.
    init(_ send: @escaping @Sendable (Letter) throws(SystemCallError) -> Void) throws(SystemCallError) {
        self.send = send
        self.wakeUp = OwnedEnd(try OwnedDescriptor.eventCounter())
    }

    /// Begins to send.
    func open() { state.withLock { $0.isOpen = true } }

    /// Whether nothing waits to be sent.
    var isEmpty: Bool { state.withLock { $0.letters.isEmpty } }

    /// Adds a letter; its `done` is called at once if it is sent at once or can never be sent.
    func add(_ letter: Letter) {
        let error = state.withLock { state -> WardenClientError?? in
            if state.isClosed { return .some(.gone) }
            if let subject = letter.subject, state.letters.contains(where: { $0.subject == subject }) {
                return .some(nil)
            }
            // Sent under the lock, so that letters keep their order.
            if state.isOpen, state.letters.isEmpty, isSent(letter) { return .some(nil) }
            state.letters.append(letter)
            return nil
        }
        if let error { return letter.done(error) }
        var one: UInt64 = 1
        // A write to a full counter fails, but then it is readable already.
        _ = unsafe write(wakeUp.descriptor.number, &one, 8)
    }

    /// Whether the socket has taken a letter; if not, the sending thread finds out why.
    private func isSent(_ letter: Letter) -> Bool {
        do throws(SystemCallError) {
            try send(letter)
            return true
        } catch {
            return false
        }
    }

    /// Sends as many letters as the socket takes now.
    ///
    /// - Parameter now: Letters with a deadline up to this moment fail instead.
    func flush(at now: ContinuousClock.Instant) {
        var count: UInt64 = 0
        _ = unsafe read(wakeUp.descriptor.number, &count, 8)
        for letter in takeExpired(at: now) { letter.done(.unresponsive) }
        // Only this thread removes letters, so that the first one stays in place while it is sent.
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

    /// Ends sending; all waiting letters fail.
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
