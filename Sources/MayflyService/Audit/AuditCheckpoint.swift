package import MayflyAudit

/// The newest checkpoint with its signatures, and the key that verifies it.
package struct AuditCheckpoint: Hashable, Sendable {
    package var checkpoint: Checkpoint
    /// Armoured SSH signature of the checkpoint's body.
    package var signature: String
    /// Armoured SSH signature of the whole note, with which tools that do not know signed notes can verify every byte of it.
    package var noteSignature: String
    package var key: LogVerifierKey
}
