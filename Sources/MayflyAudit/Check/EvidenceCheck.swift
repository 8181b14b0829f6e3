internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// Compares the receipts and approvals that lie beside a copy of a log with the records that name them, and the records
/// of starts with approvals.
///
/// The records have to be known to be right: what they say is then what the log's key has signed.
package struct EvidenceCheck {
    /// How much lies there, all of it in order.
    package struct Count: Hashable, Sendable {
        package var receipts: Int
        package var approvals: Int
        /// How many receipts the records name: those of sessions that were forgotten are not there.
        package var namedReceipts: Int
        /// How many approvals the records name: all are there, unless nothing lies there.
        package var namedApprovals: Int
        /// How many records of starts there are, each by an approval that held then; also where nothing lies there.
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

        /// Whether records name what nothing was found of.
        package var isBare: Bool { receipts + approvals == 0 && namedReceipts + namedApprovals > 0 }
    }

    private let directory: LogDirectory
    private var receipts: ReceiptFiles
    private var approvals: ApprovalFiles
    private var starts = StartCheck()
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

    /// What names evidence, or says that it is gone, and what sessions may start by.
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

    /// Whether anything lies there that an export alone has: then all that people have signed has to be there.
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
