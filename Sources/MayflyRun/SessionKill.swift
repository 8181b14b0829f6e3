internal import MayflyClient
internal import Synchronization

/// A request to end a session, kept until the daemon has received it.
final class SessionKill: Sendable {
    private struct Order {
        var reason: String
        /// Whether `SIGTERM` and its grace time are skipped.
        var isImmediate: Bool
    }

    private let client: DaemonClient
    private let context: CommandContext
    /// The pauses end with the session.
    private let pauses: RetryPauses
    /// The request that the daemon has not received yet.
    private let order = Mutex<Order?>(nil)
    /// Orders that are on their way.
    private let sending = Atomic(0)

    init(client: DaemonClient, context: CommandContext, pauses: RetryPauses) {
        self.client = client
        self.context = context
        self.pauses = pauses
    }

    private var isUnheard: Bool { order.withLock { $0 != nil } }

    /// Asks for the session's end; the request waits until it is delivered.
    ///
    /// - Parameter immediately: Without `SIGTERM` and grace.
    func want(reason: String, immediately: Bool) { add(Order(reason: reason, isImmediate: immediately)) }

    /// Waits until the daemon has received every request, or `time` has passed.
    func untilHeard(atMost time: Duration) async {
        let deadline = ContinuousClock.now + time
        while isUnheard || sending.load(ordering: .acquiring) > 0, ContinuousClock.now < deadline {
            guard (try? await Task.sleep(for: .milliseconds(10))) != nil else { return }
        }
    }

    /// Delivers the request on a connection of its own, and tries again while the daemon has no place for one.
    ///
    /// If this task is cancelled before the daemon has received the request, it reports that on standard error.
    func deliver(to id: String) async {
        while isUnheard {
            let pause = try? await client.connect { await self.send(id, on: $0) }
            guard isUnheard, await pauses.wait(pause ?? ClientError.usualPause) else { break }
        }
        if !pauses.areOver, take() != nil { say(id, "the daemon could not be asked") }
    }

    /// Sends the pending request, if any; a refusal is reported on standard error.
    ///
    /// - Returns: How long to wait before the next attempt, if the daemon had no place for the request.
    @discardableResult
    func send(_ id: String, on daemon: DaemonConnection) async -> Duration? {
        // Counted before the order is taken: at every moment it is either pending or being sent.
        sending.add(1, ordering: .acquiringAndReleasing)
        defer { sending.subtract(1, ordering: .acquiringAndReleasing) }
        guard let order = take() else { return nil }
        do throws(ClientError) {
            _ = try await daemon.kill(id, reason: order.reason, immediately: order.isImmediate)
        } catch {
            guard let pause = error.pause else {
                // A session that ended by itself does not have to be ended.
                if case .refused(let problem) = error, problem.code == "already_finished" { return nil }
                say(id, "\(error)")
                return nil
            }
            add(order)
            return pause
        }
        return nil
    }

    /// Merges a request with the pending one.
    private func add(_ wanted: Order) {
        order.withLock { order in
            let isImmediate = wanted.isImmediate || order?.isImmediate == true
            order = Order(reason: order?.reason ?? wanted.reason, isImmediate: isImmediate)
        }
    }

    private func take() -> Order? {
        order.withLock { order in
            defer { order = nil }
            return order
        }
    }

    private func say(_ id: String, _ reason: String) {
        // When standard error is closed, nobody can be told.
        try? context.errors.line("mayfly: " + Escape.line("session \(id) could not be ended: \(reason)"))
    }
}
