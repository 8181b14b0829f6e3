package import MayflyJSON

extension DaemonConnection {
    /// Some records of the audit log: `items` holds the exact text of each, `size` is the number of all records.
    package func auditLeaves(from first: UInt64, limit: Int = 500) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "audit")
        target.query("from", "\(first)")
        target.query("limit", "\(limit)")
        return try await call(.get(target.target))
    }

    /// The newest checkpoint, its signatures and the log's key.
    package func auditCheckpoint() async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "audit", "checkpoint").target))
    }

    /// Checkpoints larger than some size: `items` holds the exact line of each, `next` is the size of the last one.
    package func auditHistory(after size: UInt64, limit: Int = 200) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "audit", "checkpoints")
        target.query("after", "\(size)")
        target.query("limit", "\(limit)")
        return try await call(.get(target.target))
    }

    /// The proof that a record is in the log of some size; if `nil`, of the newest size.
    package func auditProof(of index: UInt64, size: UInt64? = nil) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "audit", "proof")
        target.query("index", "\(index)")
        target.query("size", size.map { "\($0)" })
        return try await call(.get(target.target))
    }

    /// A session's receipt, with everything that is needed to check it.
    package func receipt(_ id: String) async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "sessions", id, "receipt").target))
    }
}
