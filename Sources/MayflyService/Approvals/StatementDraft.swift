package import MayflyCore
internal import MayflyStore

/// A statement to be signed.
package struct StatementDraft: Sendable {
    package var bytes: [UInt8]
    /// SHA-256 of the bytes.
    package var digest: Digest
    /// What is known of the statement already; it has no signatures if nobody has signed it yet.
    package var approval: ApprovalDetail
    /// Whether others have signed it.
    package var isOpen: Bool { !approval.record.signatures.isEmpty }

    package init(bytes: [UInt8], digest: Digest, approval: ApprovalDetail) {
        self.bytes = bytes
        self.digest = digest
        self.approval = approval
    }
}
