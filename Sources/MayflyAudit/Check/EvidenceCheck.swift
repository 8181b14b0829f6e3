internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// Compares the receipts and approvals that lie beside a copy of a log with the records that name them.
///
/// The records have to be known to be right: what they say is then what the log's key has signed.
package struct EvidenceCheck {
    /// How much lies there, all of it in order.
    package struct Count: Hashable, Sendable {
        package var receipts: Int
        package var approvals: Int

        package init(receipts: Int = 0, approvals: Int = 0) {
            (self.receipts, self.approvals) = (receipts, approvals)
        }
    }

    private let directory: LogDirectory
    private var receipts: ReceiptFiles
    private var approvals: ApprovalFiles
    /// What belongs to the lowest record.
    private var worst: AuditDamage?

    /// - Parameters:
    ///   - directory: The copy.
    ///   - key: The log's.
    ///   - people: Whose signatures of approvals count; `nil` when that is not known, and not compared.
    ///   - memory: Signatures that were right before.
    init(
        _ directory: LogDirectory,
        key: LogVerifierKey,
        people: AllowedSigners?,
        memory: SignatureMemory
    ) throws(AuditError) {
        self.directory = directory
        receipts = try ReceiptFiles(directory, key, memory)
        approvals = try ApprovalFiles(directory, people, memory)
    }

    /// Reads all records once more, and compares.
    ///
    /// - Throws: ``AuditError/damaged(_:)`` with the first record whose evidence is wrong.
    mutating func run() throws(AuditError) -> Count {
        guard receipts.areThere || approvals.areThere else { return Count() }
        for first in try directory.segments() {
            var lines = try LineReader(directory.path(of: LogDirectory.segment(first)))
            while let line = try lines.next() { try compare(line.bytes) }
        }
        for damage in approvals.unnamed + receipts.unnamed { note(damage) }
        if let worst { throw .damaged(worst) }
        return Count(receipts: receipts.count, approvals: approvals.count)
    }

    private mutating func compare(_ leaf: [UInt8]) throws(AuditError) {
        let event = AuditLeaf.event(of: leaf)
        let isApproval = event.elementsEqual(#""approved""#.utf8)
        let hasReceipt = event.elementsEqual(#""ended""#.utf8) || event.elementsEqual(#""refused""#.utf8)
        guard isApproval || hasReceipt, let index = AuditLeaf.index(of: leaf),
            let json = try? JSONReader.read(leaf)
        else { return }
        note(isApproval ? try approvals.compare(json, index) : try receipts.compare(json, index))
    }

    private mutating func note(_ damage: AuditDamage?) {
        guard let damage, damage.record ?? .max < worst?.record ?? .max || worst == nil else { return }
        worst = damage
    }
}
