internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// Compares the receipts and approvals beside a copy of a log with the records that name them, and starts with approvals.
///
/// The records must have been checked before: then the log's key has signed what they say.
package struct EvidenceCheck {
    /// The number of files beside the log, all of them in order.
    package struct Count: Hashable, Sendable {
        package var receipts: Int
        package var approvals: Int
        /// How many receipts the records name; those of forgotten sessions are not there.
        package var namedReceipts: Int
        /// How many approvals the records name; all are there, unless nothing is there.
        package var namedApprovals: Int
        /// How many records of starts there are, each by an approval that held then; counted even if no file is there.
        package var starts: Int

        package init(
            receipts: Int = 0,
            approvals: Int = 0,
            namedReceipts: Int = 0,
            namedApprovals: Int = 0,
            starts: Int = 0
        ) {
            (self.receipts, self.namedReceipts) = (receipts, namedReceipts)
            (self.approvals, self.namedApprovals) = (approvals, namedApprovals)
            self.starts = starts
        }

        /// Whether records name evidence, but none was found.
        package var isBare: Bool { receipts + approvals == 0 && namedReceipts + namedApprovals > 0 }
    }

    private let directory: LogDirectory
    private var receipts: ReceiptFiles
    private var approvals: ApprovalFiles
    private var starts = StartCheck()
    /// The damage at the lowest record.
    private var worst: AuditDamage?

    /// Makes a check.
    ///
    /// - Parameters:
    ///   - directory: The copy.
    ///   - key: The log's key.
    ///   - people: The signers whose signatures of approvals count; `nil` when they are not known, and not compared.
    ///   - memory: Signatures that were checked before.
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

    /// The events that name evidence, end an approval, start a session, or forget one.
    private static let events: Set<String> = [
        #""approved""#, #""rejected""#, #""revoked""#, #""started""#, #""ended""#, #""refused""#, #""forgotten""#,
    ]

    /// Reads all records once more, and compares.
    ///
    /// - Throws: ``AuditError/damaged(_:)`` with the first record whose evidence is wrong.
    mutating func run() throws(AuditError) -> Count {
        for first in try directory.segments() {
            let segment = LogDirectory.segment(first)
            var lines = try LineReader(directory.path(of: segment))
            while let line = try lines.next() { try compare(line.bytes, in: segment) }
        }
        var count = Count(
            namedReceipts: receipts.named,
            namedApprovals: approvals.count,
            starts: starts.count
        )
        guard isCopy else {
            if let fault = starts.fault { throw .damaged(fault) }
            return count
        }
        note(starts.fault)
        for damage in approvals.unnamed + receipts.faults { note(damage) }
        if let worst { throw .damaged(worst) }
        (count.receipts, count.approvals) = (receipts.count, approvals.count)
        return count
    }

    /// Whether the directory has a file that only an export has; then everything that people have signed must be there.
    private var isCopy: Bool {
        let names = [
            LogDirectory.receipts, LogDirectory.approvals, LogDirectory.people, LogDirectory.noteSignature,
        ]
        return names.contains(where: directory.has)
    }

    private mutating func compare(_ leaf: [UInt8], in segment: String) throws(AuditError) {
        let event = String(decoding: AuditLeaf.event(of: leaf), as: UTF8.self)
        guard Self.events.contains(event), let index = AuditLeaf.index(of: leaf) else { return }
        guard let json = try? JSONReader.read(leaf) else {
            throw .damaged(AuditDamage(record: index, file: segment, "is not JSON"))
        }
        note(SessionUsers.fault(of: json).map { AuditDamage(record: index, file: segment, $0) })
        switch event {
        case #""approved""#:
            let (damage, content) = try approvals.compare(json, index)
            note(damage)
            starts.approve(json, index, saying: content)
        case #""rejected""#: starts.reject(json, index)
        case #""revoked""#: starts.revoke(json)
        case #""started""#:
            starts.start(json, index, in: segment)
            receipts.start(json)
        case #""forgotten""#: receipts.forget(json)
        case #""ended""#:
            let neverRan = starts.end(json, index, in: segment)
            note(try receipts.compare(json, index, neverRan: neverRan))
        default: note(try receipts.compare(json, index, neverRan: false))
        }
    }

    private mutating func note(_ damage: AuditDamage?) {
        guard let damage, damage.record ?? .max < worst?.record ?? .max || worst == nil else { return }
        worst = damage
    }
}
