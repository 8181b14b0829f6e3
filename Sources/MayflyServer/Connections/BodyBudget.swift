internal import Synchronization

/// Bounds the bytes of all request bodies that are in memory at once, in all and of each user.
final class BodyBudget: Sendable {
    /// The place that the bytes of one body take, until it is deinitialised.
    final class Share: Sendable {
        private let budget: BodyBudget
        private let uid: UInt32
        private let count = Mutex(0)

        fileprivate init(_ budget: BodyBudget, _ uid: UInt32) {
            self.budget = budget
            self.uid = uid
        }

        deinit {
            budget.release(count.withLock { $0 }, uid)
        }

        /// Takes place for `more` bytes; `false` when there is none.
        func take(_ more: Int) -> Bool {
            // A small request finds place always: an operator must be able to kill. Connections bound how many there are.
            let (earlier, now) = count.withLock { count in
                count += more
                return (max(0, count - more - BodyBudget.small), max(0, count - BodyBudget.small))
            }
            guard now > earlier else { return true }
            if budget.take(now - earlier, uid) { return true }
            count.withLock { $0 -= more }
            return false
        }
    }

    /// Bodies up to this size are not counted.
    static let small = 64 * 1024

    private struct State {
        var total = 0
        var perUser: [UInt32: Int] = [:]
    }

    private let most: Int
    private let state = Mutex(State())

    /// - Parameter most: Bytes of all; one user may have half of them.
    init(most: Int) {
        self.most = most
    }

    /// A share for one body; it takes place as bytes come.
    func share(of uid: UInt32) -> Share { Share(self, uid) }

    private func take(_ count: Int, _ uid: UInt32) -> Bool {
        state.withLock { state in
            let own = state.perUser[uid, default: 0]
            guard state.total + count <= most, own + count <= most / 2 else { return false }
            state.total += count
            state.perUser[uid] = own + count
            return true
        }
    }

    private func release(_ count: Int, _ uid: UInt32) {
        let counted = max(0, count - Self.small)
        guard counted > 0 else { return }
        state.withLock { state in
            state.total -= counted
            let rest = state.perUser[uid, default: 0] - counted
            state.perUser[uid] = rest > 0 ? rest : nil
        }
    }
}
