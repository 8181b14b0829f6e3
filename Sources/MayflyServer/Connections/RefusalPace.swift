internal import Synchronization

/// How long an answer that says "too many requests" waits, so that who asks on at once is not heard at once.
///
/// To be refused costs a client nothing, and the daemon the reading, the decision and the answer: one that sends on whenever it
/// is refused would take the processor from everybody else's sessions. Each user has some refusals for nothing, and
/// gets one back at each interval; what comes faster waits for its turn, or for the longest wait there is: a user with
/// ``ServerLimits/connectionsPerUser`` connections gets that many answers in it at most. A client that follows `Retry-After` never does.
final class RefusalPace: Sendable {
    /// Refusals that are answered at once.
    private static let free = 20
    /// After how long one more is.
    private static let interval: Duration = .milliseconds(50)
    /// The longest that an answer waits: below what clients take for a daemon that hangs.
    private static let longest: Duration = .seconds(2)
    /// Users that are remembered at most before those are forgotten who owe nothing.
    private static let mostUsers = 1024

    /// When each user will have all of them back.
    private let debts = Mutex<[UInt32: ContinuousClock.Instant]>([:])

    /// Notes a refusal at `now`; how long its answer waits.
    func delay(uid: UInt32, at now: ContinuousClock.Instant) -> Duration {
        debts.withLock { debts in
            if debts.count > Self.mostUsers { debts = debts.filter { $0.value > now } }
            let debt = max(debts[uid] ?? now, now) + Self.interval
            let delay = min(debt - now - Self.interval * Self.free, Self.longest)
            // What waits longest owes no more than that: whoever stops is heard at once soon after.
            debts[uid] = min(debt, now + Self.interval * Self.free + Self.longest)
            return max(delay, .zero)
        }
    }
}
