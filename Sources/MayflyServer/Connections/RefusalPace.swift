internal import Synchronization

/// Delays answers of "too many requests" to callers who repeat refused requests at once.
///
/// A refusal costs the client nothing, but the daemon the reading, the decision and the answer. A client that repeats each refused
/// request at once would take the processor from everybody else's sessions. Each user therefore has some undelayed refusals, and
/// gets one back at each interval. A refusal beyond them waits for its turn, but not longer than the longest wait. So a user with
/// ``ServerLimits/connectionsPerUser`` connections gets at most that many answers in this time. A client that follows
/// `Retry-After` never waits.
final class RefusalPace: Sendable {
    /// The number of refusals that are not delayed.
    private static let free = 20
    /// The time after which a user gets one of them back.
    private static let interval: Duration = .milliseconds(50)
    /// The longest delay, below the time after which clients assume that the daemon hangs.
    private static let longest: Duration = .seconds(2)
    /// The number of users beyond which those are forgotten who have all their refusals back.
    private static let mostUsers = 1024

    /// When each user will have all of them back.
    private let debts = Mutex<[UInt32: ContinuousClock.Instant]>([:])

    /// Notes a refusal at `now`, and returns the delay of its answer.
    func delay(uid: UInt32, at now: ContinuousClock.Instant) -> Duration {
        debts.withLock { debts in
            if debts.count > Self.mostUsers { debts = debts.filter { $0.value > now } }
            let debt = max(debts[uid] ?? now, now) + Self.interval
            let delay = min(debt - now - Self.interval * Self.free, Self.longest)
            // The debt is bounded by the longest wait, so that a user who pauses is soon answered at once.
            debts[uid] = min(debt, now + Self.interval * Self.free + Self.longest)
            return max(delay, .zero)
        }
    }
}
