package import MayflyAudit
package import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// A range of the log's records, as they are in its files.
    package func auditLeaves(
        from first: UInt64,
        limit: Int,
        for caller: Caller
    ) async throws(ServiceError) -> (size: UInt64, leaves: [[UInt8]]) {
        try check(caller)
        let writer = audit.writer
        let leaves = try await reading { () throws(AuditError) in try writer.leaves(from: first, atMost: limit) }
        return (max(writer.size, first + UInt64(leaves.count)), leaves)
    }

    /// The newest checkpoint, which covers everything that is committed by now.
    package func auditCheckpoint(for caller: Caller) async throws(ServiceError) -> AuditCheckpoint {
        try check(caller)
        let anchor = try await storing { () async throws(StoreError) in try await self.store.auditAnchor() }
        if anchor.next > 0 { await audit.flush(anchor.next - 1) }
        let signed = try currentCheckpoint()
        let note = Array(signed.checkpoint.note.utf8)
        do throws(AuditError) {
            return AuditCheckpoint(
                checkpoint: signed.checkpoint,
                signature: signed.signature,
                noteSignature: try audit.writer.key.sshSignature(of: note, namespace: Checkpoint.namespace),
                key: audit.writer.key.verifier
            )
        } catch {
            throw .internal("\(error)")
        }
    }

    /// A range of lines of the history of checkpoints, after the checkpoint of a given size.
    package func auditHistory(
        after size: UInt64,
        limit: Int,
        for caller: Caller
    ) async throws(ServiceError) -> [[UInt8]] {
        try check(caller)
        let writer = audit.writer
        return try await reading { () throws(AuditError) in try writer.history(after: size, atMost: limit) }
    }

    /// Proves that a record is in the log of a given size.
    package func auditProof(
        of index: UInt64,
        size: UInt64?,
        for caller: Caller
    ) async throws(ServiceError) -> (size: UInt64, proof: [Digest]) {
        try check(caller)
        let (writer, size) = (audit.writer, size ?? audit.writer.size)
        let proof = try await reading { () throws(AuditError) in try writer.inclusion(of: index, size: size) }
        guard let proof else {
            throw .invalid(
                pointer: "?index",
                detail: "must be below size, and size at most \(writer.size), the log's"
            )
        }
        return (size, proof)
    }

    /// Proves that the log of one size is a prefix of the log of another.
    package func auditConsistency(
        from old: UInt64,
        to new: UInt64?,
        for caller: Caller
    ) async throws(ServiceError) -> (old: TreeHead, new: TreeHead, proof: [Digest]) {
        try check(caller)
        let (writer, new) = (audit.writer, new ?? audit.writer.size)
        let found = try await reading { () throws(AuditError) -> (Digest, Digest, [Digest])? in
            guard let proof = try writer.consistency(from: old, to: new), let first = try writer.root(size: old),
                let second = try writer.root(size: new)
            else { return nil }
            return (first, second, proof)
        }
        guard let found else {
            throw .invalid(pointer: "?from", detail: "must not be above to, and to at most \(writer.size), the log's")
        }
        return (TreeHead(size: old, root: found.0), TreeHead(size: new, root: found.1), found.2)
    }

    /// A session's receipt, with the proof that the log names it.
    ///
    /// Operators and auditors may read all receipts, everybody else those of their own sessions.
    package func receipt(_ id: SessionID, for caller: Caller) async throws(ServiceError) -> ReceiptBundle {
        let record = try await sessionRecord(id, for: caller)
        let found = try await storing { () async throws(StoreError) in try await self.store.receipt(of: id) }
        guard record.isFinished, let receipt = found else { throw .receiptNotFound(id) }
        await audit.flush(receipt.leaf)
        let current = try currentCheckpoint()
        let size = current.checkpoint.head.size
        let writer = audit.writer
        let parts = try await reading { () throws(AuditError) -> ([UInt8], [Digest])? in
            guard let leaf = try writer.leaves(from: receipt.leaf, atMost: 1).first,
                let proof = try writer.inclusion(of: receipt.leaf, size: size)
            else { return nil }
            return (leaf, proof)
        }
        guard let parts else { throw .storage("the log's files do not have the receipt's record yet; try again later") }
        return ReceiptBundle(
            statement: receipt.statement,
            signature: receipt.signature,
            leaf: parts.0,
            index: receipt.leaf,
            proof: parts.1,
            checkpoint: current.checkpoint.note,
            checkpointSignature: current.signature,
            key: writer.key.verifier
        )
    }

    private func sessionRecord(_ id: SessionID, for caller: Caller) async throws(ServiceError) -> SessionRecord {
        guard caller.isAuditor else { return try await record(id, for: caller) }
        let found = try await storing { () async throws(StoreError) in try await self.store.session(id) }
        guard let found else { throw .sessionNotFound(id) }
        return found
    }

    private func check(_ caller: Caller) throws(ServiceError) {
        guard caller.isAuditor else { throw .forbidden("only auditors and operators may read the audit log") }
    }

    private func currentCheckpoint() throws(ServiceError) -> LogWriter.SignedCheckpoint {
        guard let signed = audit.writer.checkpoint else { throw .notReady("the log has no checkpoint yet") }
        return signed
    }

    /// Reads the log's files on a thread that may block.
    private func reading<Value: Sendable>(
        _ body: @escaping @Sendable () throws(AuditError) -> Value
    ) async throws(ServiceError) -> Value {
        try await storing { () async throws(StoreError) in try await self.store.readLog(body) }
    }
}
