internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// The uploads that requests can name: only those of their sender, and only for some minutes.
///
/// No upload survives the daemon, and neither does a session that would read it.
final class UploadDesk: Sendable {
    /// How long requests can name an upload.
    private let lifetime: Duration
    private let quota: ByteCount
    private let budget: ByteBudget
    private let uploads = Mutex<[UploadID: Upload]>([:])

    init(quota: ByteCount, lifetime: Duration) {
        self.quota = quota
        self.lifetime = lifetime
        self.budget = ByteBudget(.uploads(quota))
    }

    /// Begins a caller's upload; the quota is the user's, shared by all agents with the user's id.
    func begin(by caller: Caller, in store: Store) throws(ServiceError) -> UploadWriter {
        guard let share = budget.share(of: caller.uid) else { throw .uploadQuota(quota) }
        return try UploadWriter(store, agent: caller.agent, share: share, quota: quota)
    }

    /// Keeps a finished upload until it expires.
    func finish(_ writer: UploadWriter) -> Upload {
        let now = Timestamp.now
        let id = UploadID.new(at: now)
        let upload = writer.finish(id, expiresAt: now.advanced(by: lifetime))
        uploads.withLock { $0[id] = upload }
        Task { [lifetime] in
            try? await Task.sleep(for: lifetime)
            remove(id)
        }
        return upload
    }

    /// A caller's upload; `nil` when the caller has none with that id.
    func upload(_ id: UploadID, of caller: Caller) -> Upload? {
        uploads.withLock { uploads in
            guard let upload = uploads[id], caller.owns(upload.uid, upload.agent) else { return nil }
            return upload
        }
    }

    private func remove(_ id: UploadID) {
        // Closing a file and giving its space back happen without the lock, so that no caller waits for them.
        let last = uploads.withLock { $0.removeValue(forKey: id) }
        _ = consume last
    }
}
