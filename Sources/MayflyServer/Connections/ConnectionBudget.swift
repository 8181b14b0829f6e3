internal import Synchronization

/// Bounds how many connections there are, in all and of each user.
final class ConnectionBudget: Sendable {
    private struct State {
        var total = 0
        var perUser: [UInt32: Int] = [:]
    }

    /// Kept free for user 0, so that an operator can always look and kill.
    private static let reserve = 8

    private let most: Int
    private let mostPerUser: Int
    private let state = Mutex(State())

    init(most: Int, mostPerUser: Int) {
        self.most = most
        self.mostPerUser = mostPerUser
    }

    /// Takes a place for a connection; `false` when there is none.
    func take(uid: UInt32) -> Bool {
        state.withLock { state in
            let count = state.perUser[uid, default: 0]
            let bound = uid == 0 ? most + Self.reserve : most
            guard state.total < bound, uid == 0 || count < mostPerUser else { return false }
            state.total += 1
            state.perUser[uid] = count + 1
            return true
        }
    }

    /// Gives a place back.
    func release(uid: UInt32) {
        state.withLock { state in
            state.total -= 1
            let rest = state.perUser[uid, default: 1] - 1
            state.perUser[uid] = rest == 0 ? nil : rest
        }
    }
}
