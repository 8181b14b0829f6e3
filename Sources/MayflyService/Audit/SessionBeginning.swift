internal import MayflyAudit
internal import MayflyCore

/// What a session started by.
struct SessionBeginning: Hashable, Sendable {
    /// The index of its start leaf.
    var start: UInt64
    /// `nil` after a restart: the start leaf says it.
    var approval: ReceiptFacts.Approval?
    /// Of what was asked for, as the start leaf has it; `nil` after a restart.
    var request: Digest?
    /// What starts the script, as the warden found it for this launch; `nil` when it did not.
    var closure: RuntimeClosure?
}
