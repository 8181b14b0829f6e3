internal import Synchronization

/// Bounds the bytes of all request bodies that are in memory at once.
final class BodyBudget: Sendable {
    private let most: Int
    private let used = Mutex(0)

    init(most: Int) {
        self.most = most
    }

    /// Takes room for `count` bytes; `false` when there is none.
    func take(_ count: Int) -> Bool {
        used.withLock { used in
            guard used + count <= most else { return false }
            used += count
            return true
        }
    }

    /// Gives room back.
    func release(_ count: Int) { used.withLock { $0 -= count } }
}
