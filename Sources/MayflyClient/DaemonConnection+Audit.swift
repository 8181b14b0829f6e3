package import MayflyJSON

extension DaemonConnection {
    /// Some records of the audit log: `items` has each as its exact text, `size` says how many there are.
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

    /// Earlier checkpoints behind that of some size: `items` has each as its exact line, `next` is the size of the last.
    package func auditHistory(after size: UInt64, limit: Int = 200) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "audit", "checkpoints")
        target.query("after", "\(size)")
        target.query("limit", "\(limit)")
        return try await call(.get(target.target))
    }

    /// Proves that a record is in the log of some size; of the newest one if not given.
    package func auditProof(of index: UInt64, size: UInt64? = nil) async throws(ClientError) -> JSON {
        var target = RequestTarget("v1", "audit", "proof")
        target.query("index", "\(index)")
        target.query("size", size.map { "\($0)" })
        return try await call(.get(target.target))
    }

    /// A session's receipt, with all that is needed to check it.
    package func receipt(_ id: String) async throws(ClientError) -> JSON {
        try await call(.get(RequestTarget("v1", "sessions", id, "receipt").target))
    }
}
