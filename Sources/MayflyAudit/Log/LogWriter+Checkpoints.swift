internal import Glibc
internal import MayflyCore
internal import Synchronization

extension LogWriter {
    /// Signs the present log, and keeps the checkpoint in the history too; called at a graceful end.
    package func close() throws(AuditError) { try publish(keeps: true) }

    /// Signs an opened log; called when everything in it was compared.
    package func begin() throws(AuditError) { try publish(keeps: false) }

    /// Signs the present log, and replaces the newest checkpoint.
    ///
    /// The records are on the disk before this, so that a checkpoint never claims more than there is.
    func publish(keeps: Bool) throws(AuditError) {
        let head = head
        let signed = try sign(head)
        let (kept, old) = state.withLock { ($0.kept, $0.checkpoint) }
        if head.size > kept, keeps || head.size - kept >= Self.historyStep { try keep(signed) }
        guard old != signed else { return }
        try directory.replace(LogDirectory.signature, with: signed.signature)
        try directory.replace(LogDirectory.checkpoint, with: signed.checkpoint.note)
        try directory.sync()
        state.withLock { $0.checkpoint = signed }
    }

    private func sign(_ head: TreeHead) throws(AuditError) -> SignedCheckpoint {
        let note = try key.note(for: head)
        let checkpoint: Checkpoint
        do throws(CheckpointFault) {
            checkpoint = try Checkpoint(note, key: key.verifier)
        } catch {
            throw .failed("the log key does not sign: the note \(error)")
        }
        let signature = try key.sshSignature(of: Array(checkpoint.body.utf8), namespace: Checkpoint.namespace)
        return SignedCheckpoint(checkpoint: checkpoint, signature: signature)
    }

    private func keep(_ signed: SignedCheckpoint) throws(AuditError) {
        let line = CheckpointLine.bytes(signed.checkpoint, signature: signed.signature)
        let file = try LogFile(directory.path(of: LogDirectory.history), O_WRONLY | O_CREAT)
        let end = state.withLock { $0.historyEnd }
        try file.write(line, at: end)
        try file.sync()
        state.withLock { state in
            state.historyEnd = end + UInt64(line.count)
            state.kept = signed.checkpoint.head.size
        }
    }
}
