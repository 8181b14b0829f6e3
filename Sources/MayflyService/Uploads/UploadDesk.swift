internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// The uploads that can be named in requests, each by who sent it and for some minutes.
///
/// None outlives the daemon: neither does a session that would read it.
final class UploadDesk: Sendable {
    /// How long an upload can be named.
    private let lifetime: Duration
    private let quota: ByteCount
    private let budget: ByteBudget
    private let uploads = Mutex<[UploadID: Upload]>([:])

    init(quota: ByteCount, lifetime: Duration) {
        self.quota = quota
        self.lifetime = lifetime
        self.budget = ByteBudget(.uploads(quota))
    }

    /// Begins one of a caller; the quota is the user's, whatever agents have the user's number.
    func begin(by caller: Caller, in store: Store) throws(ServiceError) -> UploadWriter {
        guard let share = budget.share(of: caller.uid) else { throw .uploadQuota(quota) }
        return try UploadWriter(store, agent: caller.agent, share: share, quota: quota)
    }

    /// Keeps what was written, until it has expired.
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

    /// An upload of a caller; `nil` when there is none of theirs with that name.
    func upload(_ id: UploadID, of caller: Caller) -> Upload? {
        uploads.withLock { uploads in
            guard let upload = uploads[id], caller.owns(upload.uid, upload.agent) else { return nil }
            return upload
        }
    }

    private func remove(_ id: UploadID) {
        // Closing a file and giving its place back need not be waited for by whoever asks meanwhile.
        let last = uploads.withLock { $0.removeValue(forKey: id) }
        _ = consume last
    }
}
