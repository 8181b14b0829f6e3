internal import MayflyAudit
internal import MayflyCore

/// The facts of a session's start.
struct SessionBeginning: Hashable, Sendable {
    /// The index of its start leaf.
    var start: UInt64
    /// `nil` after a restart: then the start leaf has it.
    var approval: ReceiptFacts.Approval?
    /// The request's digest in the start leaf; `nil` after a restart.
    var request: Digest?
    /// What starts the script, as the warden found it for this launch; `nil` when the warden found nothing.
    var closure: RuntimeClosure?
}
