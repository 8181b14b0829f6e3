package import MayflyAudit

/// The newest checkpoint in both of its forms, and the key to check it with.
package struct AuditCheckpoint: Hashable, Sendable {
    package var checkpoint: Checkpoint
    /// Armoured SSH signature of the checkpoint's body.
    package var signature: String
    package var key: LogVerifierKey
}
