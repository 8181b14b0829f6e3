internal import Synchronization

/// Bounds how many bytes each user has uploaded and how many of them are held.
final class UploadBudget: Sendable {
    /// The place that one upload takes, until it is deinitialised.
    final class Share: Sendable {
        let uid: UInt32
        private let budget: UploadBudget
        private let count = Mutex(0)

        fileprivate init(_ budget: UploadBudget, _ uid: UInt32) {
            self.budget = budget
            self.uid = uid
        }

        deinit { budget.release(count.withLock { $0 }, uid) }

        /// Takes place for `more` bytes; `false` when there is none.
        func take(_ more: Int) -> Bool {
            guard budget.take(more, uid) else { return false }
            count.withLock { $0 += more }
            return true
        }
    }

    private struct Use {
        var bytes = 0
        var uploads = 0
    }

    /// Each holds a descriptor: so many of one user, and so many in all.
    private static let mostOfOne = 128
    private static let mostUploads = 1024

    private let most: Int
    private let used = Mutex<[UInt32: Use]>([:])

    /// - Parameter most: Bytes of one user.
    init(most: Int) {
        self.most = most
    }

    /// A share for one upload, which takes place as bytes come; `nil` when the user has too many.
    func share(of uid: UInt32) -> Share? {
        let isFree = used.withLock { used in
            let all = used.values.reduce(0) { $0 + $1.uploads }
            guard all < Self.mostUploads, used[uid, default: Use()].uploads < Self.mostOfOne else { return false }
            used[uid, default: Use()].uploads += 1
            return true
        }
        return isFree ? Share(self, uid) : nil
    }

    private func take(_ more: Int, _ uid: UInt32) -> Bool {
        used.withLock { used in
            guard used[uid, default: Use()].bytes + more <= most else { return false }
            used[uid, default: Use()].bytes += more
            return true
        }
    }

    private func release(_ count: Int, _ uid: UInt32) {
        used.withLock { used in
            var use = used[uid, default: Use()]
            use.bytes -= count
            use.uploads -= 1
            used[uid] = use.uploads > 0 ? use : nil
        }
    }
}
