internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// The receipts beside a log.
///
/// Sessions are forgotten with their receipts; ``ReceiptOrder`` decides which receipts may be missing.
struct ReceiptFiles {
    private let directory: LogDirectory
    private let key: LogVerifierKey
    private let memory: SignatureMemory
    /// The sessions whose receipts no record has named yet.
    private var sessions: Set<String>
    private var users = SessionUsers()
    private var order = ReceiptOrder()
    /// The records of missing receipts that should be there, by their sessions.
    private var missing: [String: UInt64] = [:]
    /// The receipt's member with its script's start; in a text, each quote would have a backslash before it.
    private static let beginning = Array(#""startedAt":""#.utf8)
    /// How many receipts were named and are in order.
    private(set) var count = 0
    /// How many receipts the records name.
    private(set) var named = 0

    init(_ directory: LogDirectory, _ key: LogVerifierKey, _ memory: SignatureMemory) throws(AuditError) {
        (self.directory, self.key, self.memory) = (directory, key, memory)
        let names =
            directory.has(LogDirectory.receipts)
            ? try LogDirectory(directory.path(of: LogDirectory.receipts)).names() : []
        sessions = Set(names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) })
    }

    /// Notes the start of a session.
    mutating func start(_ leaf: JSON) { users.start(leaf) }

    /// Compares a record with the receipt that it names.
    ///
    /// - Parameter neverRan: Whether the session is right only if nothing of it ran: then its receipt must not say that it began.
    mutating func compare(_ leaf: JSON, _ index: UInt64, neverRan: Bool) throws(AuditError) -> AuditDamage? {
        guard let session = leaf["session"]?.text else { return nil }
        let (user, isNamed) = (users.end(leaf), leaf["receipt"]?.text != nil)
        if isNamed { named += 1 }
        guard sessions.remove(session) != nil else {
            if isNamed, order.isTakenOut(session, of: user, isThere: false) { missing[session] = index }
            return nil
        }
        let file = Self.file(session)
        if let damage = try damage(of: file, named: leaf["receipt"]?.text ?? "", neverRan) {
            return damage.of(index)
        }
        count += 1
        _ = order.isTakenOut(session, of: user, isThere: true)
        return nil
    }

    /// The damage of a receipt or its signature; `nil` when there is none.
    ///
    /// - Parameter digest: The receipt's digest in the record.
    private func damage(of file: String, named digest: String, _ neverRan: Bool) throws(AuditError) -> AuditDamage? {
        let bytes: [UInt8]
        switch try directory.bytes(of: file, atMost: Receipt.longest) {
        case .success(let found): bytes = found
        case .failure(let damage): return damage
        }
        guard digest.hasBytes(of: MerkleHash.digest(of: bytes).description) else {
            return AuditDamage(record: nil, file: file, "is not the receipt that the record names")
        }
        let signature: [UInt8]
        switch try directory.bytes(of: "\(file).sig", atMost: SSHSignature.longestArmour) {
        case .success(let found): signature = found
        case .failure(let damage): return damage
        }
        let text = String(decoding: signature, as: UTF8.self)
        guard key.isSSHSignature(text, of: bytes, namespace: Receipt.namespace, memory: memory) else {
            return AuditDamage(record: nil, file: "\(file).sig", "is not the log's signature of the receipt")
        }
        guard neverRan, bytes.firstRange(of: Self.beginning) != nil else { return nil }
        return AuditDamage(
            record: nil,
            file: file,
            "says that its script began, by a start at which its approval did not hold"
        )
    }

    /// Notes that somebody ordered a session forgotten.
    mutating func forget(_ leaf: JSON) {
        if let session = leaf["session"]?.text { missing[session] = nil }
    }

    /// The missing receipts, and those that no record names, after all records were read.
    var faults: [AuditDamage] {
        let lost = missing.map {
            AuditDamage(
                record: $1,
                file: Self.file($0),
                "is missing, and that of an older session of the same user is there"
            )
        }
        return lost
            + sessions.sorted().map { AuditDamage(record: nil, file: Self.file($0), "is named by no record") }
    }

    private static func file(_ session: String) -> String { "\(LogDirectory.receipts)/\(session).json" }
}
