internal import MayflyClient
internal import Synchronization

/// The end of a session that somebody wants, until the daemon has heard of it.
final class SessionKill: Sendable {
    private struct Order {
        var reason: String
        /// Without `SIGTERM` and grace.
        var isImmediate: Bool
    }

    private let client: DaemonClient
    private let context: CommandContext
    /// They end with the session.
    private let pauses: RetryPauses
    /// What the daemon has not heard of yet.
    private let order = Mutex<Order?>(nil)

    init(client: DaemonClient, context: CommandContext, pauses: RetryPauses) {
        self.client = client
        self.context = context
        self.pauses = pauses
    }

    private var isUnheard: Bool { order.withLock { $0 != nil } }

    /// Ends the session, on a connection of its own; asks again and again while there is no place for one.
    ///
    /// When the daemon has not heard of it before this task is cancelled, that is said on standard error.
    func kill(_ id: String, reason: String, immediately: Bool) async {
        add(Order(reason: reason, isImmediate: immediately))
        while isUnheard {
            let pause = try? await client.connect { await self.send(id, on: $0) }
            guard isUnheard, await pauses.wait(pause ?? ClientError.usualPause) else { break }
        }
        if !pauses.areOver, take() != nil { say(id, "the daemon could not be asked") }
    }

    /// Tells the daemon what it has not heard of yet, if there is anything; what it refuses is said on standard error.
    ///
    /// - Returns: How long to wait before it is told again, where it had no place for the request.
    @discardableResult
    func send(_ id: String, on daemon: DaemonConnection) async -> Duration? {
        guard let order = take() else { return nil }
        do throws(ClientError) {
            _ = try await daemon.kill(id, reason: order.reason, immediately: order.isImmediate)
        } catch {
            guard let pause = error.pause else {
                // What has ended by itself does not have to be ended.
                if case .refused(let problem) = error, problem.code == "already_finished" { return nil }
                say(id, "\(error)")
                return nil
            }
            add(order)
            return pause
        }
        return nil
    }

    /// Adds what is wanted to what was wanted before.
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
        // When standard error is closed, there is nobody to tell.
        try? context.errors.line("mayfly: " + Escape.line("session \(id) could not be ended: \(reason)"))
    }
}
