internal import Synchronization

/// Bounds how many bytes are held at once and how many shares hold them, in total and for each user.
package final class ByteBudget: Sendable {
    /// The bounds; a value that is not set has none.
    package struct Bound: Hashable, Sendable {
        package var bytes = Int.max
        package var bytesPerUser = Int.max
        package var shares = Int.max
        package var sharesPerUser = Int.max
        /// The number of bytes of each share that are not counted and always fit.
        package var free = 0

        package init() {}
    }

    /// The space that one holder takes, until it is deinitialised.
    package final class Share: Sendable {
        /// The user to whom it belongs.
        package let uid: UInt32
        private let budget: ByteBudget
        private let count = Mutex(0)

        fileprivate init(_ budget: ByteBudget, _ uid: UInt32) {
            self.budget = budget
            self.uid = uid
        }

        deinit { budget.end(count.withLock { $0 }, uid) }

        /// Takes space for `more` bytes; `false` when there is none.
        package func take(_ more: Int) -> Bool {
            count.withLock { count in
                guard budget.take(more, after: count, uid) else { return false }
                count += more
                return true
            }
        }
    }

    private struct Use {
        var bytes = 0
        var shares = 0
    }

    private struct State {
        var all = Use()
        var perUser: [UInt32: Use] = [:]
    }

    private let bound: Bound
    private let state = Mutex(State())

    package init(_ bound: Bound) {
        self.bound = bound
    }

    /// A user's share, which takes space as bytes come; `nil` when there are too many shares.
    package func share(of uid: UInt32) -> Share? {
        let isFree = state.withLock { state in
            let own = state.perUser[uid, default: Use()]
            guard state.all.shares < bound.shares, own.shares < bound.sharesPerUser else { return false }
            state.all.shares += 1
            state.perUser[uid, default: Use()].shares += 1
            return true
        }
        return isFree ? Share(self, uid) : nil
    }

    /// How many of a share's bytes are counted.
    private func counted(_ bytes: Int) -> Int { max(0, bytes - bound.free) }

    private func take(_ more: Int, after earlier: Int, _ uid: UInt32) -> Bool {
        let count = counted(earlier + more) - counted(earlier)
        guard count > 0 else { return true }
        return state.withLock { state in
            let own = state.perUser[uid, default: Use()]
            guard count <= bound.bytes - state.all.bytes, count <= bound.bytesPerUser - own.bytes else { return false }
            state.all.bytes += count
            state.perUser[uid, default: Use()].bytes += count
            return true
        }
    }

    private func end(_ bytes: Int, _ uid: UInt32) {
        state.withLock { state in
            var own = state.perUser[uid, default: Use()]
            own.bytes -= counted(bytes)
            own.shares -= 1
            state.perUser[uid] = own.shares > 0 ? own : nil
            state.all.bytes -= counted(bytes)
            state.all.shares -= 1
        }
    }
}
