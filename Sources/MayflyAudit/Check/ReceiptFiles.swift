internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// The receipts beside a log.
///
/// Old sessions are forgotten with their receipts: one that is not there is none that is wrong.
struct ReceiptFiles {
    private let directory: LogDirectory
    private let key: LogVerifierKey
    private let memory: SignatureMemory
    /// The sessions whose receipts no record has named yet.
    private var sessions: Set<String>
    /// How many were named and are in order.
    private(set) var count = 0
    let areThere: Bool

    /// The most bytes of one.
    private static let longest = 16 << 20

    init(_ directory: LogDirectory, _ key: LogVerifierKey, _ memory: SignatureMemory) throws(AuditError) {
        (self.directory, self.key, self.memory) = (directory, key, memory)
        areThere = directory.has(LogDirectory.receipts)
        let names = areThere ? try LogDirectory(directory.path(of: LogDirectory.receipts)).names() : []
        sessions = Set(names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) })
    }

    /// What is wrong with the receipt that a record names.
    mutating func compare(_ leaf: JSON, _ index: UInt64) throws(AuditError) -> AuditDamage? {
        guard let session = leaf["session"]?.text, sessions.remove(session) != nil else { return nil }
        let file = "\(LogDirectory.receipts)/\(session).json"
        guard let bytes = try directory.bytes(of: file, atMost: Self.longest),
            leaf["receipt"]?.text == MerkleHash.digest(of: bytes).description
        else { return AuditDamage(record: index, file: file, "is not the receipt that the record names") }
        let signature = try directory.bytes(of: "\(file).sig", atMost: SSHSignature.longestArmour) ?? []
        let text = String(decoding: signature, as: UTF8.self)
        guard key.isSSHSignature(text, of: bytes, namespace: Receipt.namespace, memory: memory) else {
            return AuditDamage(record: index, file: "\(file).sig", "is not the log's signature of the receipt")
        }
        count += 1
        return nil
    }

    /// The receipts that no record names, when all were read.
    var unnamed: [AuditDamage] {
        sessions.sorted().map {
            AuditDamage(record: nil, file: "\(LogDirectory.receipts)/\($0).json", "is named by no record")
        }
    }
}
