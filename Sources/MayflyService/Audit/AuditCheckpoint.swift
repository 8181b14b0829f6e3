package import MayflyAudit

/// The newest checkpoint with its signatures, and the key to check it with.
package struct AuditCheckpoint: Hashable, Sendable {
    package var checkpoint: Checkpoint
    /// Armoured SSH signature of the checkpoint's body.
    package var signature: String
    /// Armoured SSH signature of the whole note: with it, tools that know no signed notes see that no byte of it was changed.
    package var noteSignature: String
    package var key: LogVerifierKey
}
