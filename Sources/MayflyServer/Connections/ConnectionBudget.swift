internal import Synchronization

/// Bounds the number of connections, in all and of each user.
final class ConnectionBudget: Sendable {
    /// The place that a new connection gets.
    enum Place: Hashable, Sendable {
        /// A place, which must be given back.
        case taken
        /// Only time to read a refusal; it must be given back too.
        case refused
        /// Nothing: so many are being refused that this connection is closed without an answer.
        case ignored
    }

    private struct State {
        var total = 0
        var refused = 0
        var perUser: [UInt32: Int] = [:]
    }

    /// The places for user 0, so that an operator can always look and kill.
    private static let reserve = 8
    /// The most connections that are being refused at once.
    private static let mostRefused = 64

    private let most: Int
    private let mostPerUser: Int
    private let state = Mutex(State())

    init(most: Int, mostPerUser: Int) {
        self.most = most
        self.mostPerUser = mostPerUser
    }

    /// Takes a place for a connection of a user.
    func take(uid: UInt32) -> Place {
        state.withLock { state in
            let count = state.perUser[uid, default: 0]
            let bound = uid == 0 ? most + Self.reserve : most
            guard state.total < bound, uid == 0 || count < mostPerUser else {
                guard state.refused < Self.mostRefused else { return .ignored }
                state.refused += 1
                return .refused
            }
            state.total += 1
            state.perUser[uid] = count + 1
            return .taken
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

    /// Gives back the time of a refused connection.
    func releaseRefused() { state.withLock { $0.refused -= 1 } }
}
