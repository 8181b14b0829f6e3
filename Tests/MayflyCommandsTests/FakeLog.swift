import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import Testing

/// A log in memory, as a daemon shows it: of an approval, and of what a test adds.
struct FakeLog: Sendable {
    /// What signs it.
    var key = LogKey()
    /// The records that are shown.
    var leaves: [String] = []
    /// What is signed instead of the records that are shown.
    var head: TreeHead?
    /// The proofs that are shown instead of those of the records, by their indices.
    var proofs: [UInt64: [Digest]] = [:]
    /// The receipts that are still there, by their sessions.
    var receipts: [String: String] = [:]
    let signer: TestSigner
    let statement: ApprovalStatement
    private let signature: String

    /// A log of one record, the approval.
    init() throws {
        (signer, statement) = (try TestSigner("ada@test"), ApprovalStatement.example())
        signature = try signer.sign(statement.bytes)
        let named = MerkleHash.digest(of: Array(signature.utf8))
        append(.approved(.example(statement, by: [signer], signature: named)))
    }

    static func session(_ number: Int) throws -> SessionID {
        try #require(SessionID("ses_" + String(repeating: "0", count: 25) + "\(number)"))
    }

    /// Adds a record.
    mutating func append(_ event: AuditEvent) {
        let index = UInt64(leaves.count)
        let time = Timestamp(milliseconds: 1_800_000_000_000 + Int64(index))
        leaves.append(String(decoding: AuditLeaf.bytes(event, index: index, at: time), as: UTF8.self))
    }

    /// Adds a session of a user that has started and ended, with its receipt.
    ///
    /// - Parameter hasStart: Whether the log has a record of its start.
    mutating func run(_ number: Int, by uid: UInt32 = 1, hasStart: Bool = true) throws {
        let session = try Self.session(number)
        let receipt = Receipt.statement(ReceiptFacts.example(of: session))
        let digest = MerkleHash.digest(of: receipt)
        let start = hasStart ? UInt64(leaves.count) : nil
        if hasStart { append(.started(.example(of: session, by: statement, uid: uid))) }
        append(.ended(.example(of: session, digest: statement.digest, start: start, receipt: digest)))
        let bundle = ReceiptBundle(
            statement: receipt,
            signature: try key.sshSignature(of: receipt, namespace: Receipt.namespace),
            leaf: [],
            index: 0,
            proof: [],
            checkpoint: "",
            checkpointSignature: "",
            key: key.verifier
        )
        receipts[session.text] = bundle.json.compactText
    }

    /// Adds the record of a session that somebody wanted forgotten, whose receipt is gone.
    mutating func forget(_ number: Int) throws {
        let session = try Self.session(number)
        receipts[session.text] = nil
        append(.forgotten(session: session, digest: statement.digest, verdict: .ok, by: 0))
    }

    // MARK: - As a daemon shows it

    /// What the daemon answers to a request.
    func answer(_ request: String) -> FakeDaemon.Answer {
        let parts = request.split(separator: "?", maxSplits: 1).map(String.init)
        let query = Self.query(parts.count > 1 ? parts[1] : "")
        switch parts[0] {
        case "GET /v1/audit": return (200, page(from: Int(query["from"] ?? 0), limit: Int(query["limit"] ?? 500)))
        case "GET /v1/audit/checkpoint": return (200, checkpoint)
        case "GET /v1/audit/checkpoints": return (200, #"{"items":[]}"#)
        case "GET /v1/audit/proof": return (200, proof(of: query["index"] ?? 0))
        case "GET /v1/approvals/\(statement.id)": return (200, approval)
        default:
            let session = parts[0].split(separator: "/").dropLast().last.map(String.init) ?? ""
            guard parts[0].hasSuffix("/receipt"), let receipt = receipts[session] else {
                return (404, #"{"code":"receipt_not_found","detail":"none"}"#)
            }
            return (200, receipt)
        }
    }

    private static func query(_ text: String) -> [String: UInt64] {
        var items: [String: UInt64] = [:]
        for item in text.split(separator: "&") {
            let pair = item.split(separator: "=")
            if pair.count == 2 { items[String(pair[0])] = UInt64(pair[1]) }
        }
        return items
    }

    private func page(from first: Int, limit: Int) -> String {
        let items = leaves.dropFirst(first).prefix(limit)
        return JSON.object(["size": .number("\(leaves.count)"), "items": .strings(Array(items))]).compactText
    }

    private var checkpoint: String {
        let head = head ?? TreeHead(size: UInt64(leaves.count), root: root(of: 0..<UInt64(leaves.count)))
        guard let note = try? key.note(for: head), let end = note.firstRange(of: "\n\n"),
            let signature = try? key.sshSignature(
                of: Array(note[..<note.index(after: end.lowerBound)].utf8),
                namespace: Checkpoint.namespace
            ),
            let noteSignature = try? key.sshSignature(of: Array(note.utf8), namespace: Checkpoint.namespace)
        else { return "" }
        return JSON.object([
            "size": .number("\(head.size)"), "checkpoint": .string(note), "checkpoint_signature": .string(signature),
            "note_signature": .string(noteSignature), "log_key": .string(key.verifier.noteText),
        ]).compactText
    }

    private func proof(of index: UInt64) -> String {
        let made = MerkleProof<Never> { (level, number) in
            root(of: (number << UInt64(level))..<((number + 1) << UInt64(level)))
        }
        let hashes = proofs[index] ?? made.inclusion(of: index, size: UInt64(leaves.count))
        return JSON.object(["proof": .strings(hashes.map(\.hexadecimal))]).compactText
    }

    /// The proof that is shown for a record.
    func shownProof(of index: UInt64) throws -> [Digest] {
        let json = try JSONReader.read(Array(proof(of: index).utf8))
        return (json["proof"]?.elements ?? []).compactMap { $0.text.flatMap(Digest.init(hexadecimal:)) }
    }

    /// The root of some of the records that are shown.
    func root(of range: Range<UInt64>) -> Digest {
        var frontier = MerkleFrontier()
        for index in range where index < leaves.count {
            frontier.append(MerkleHash.leaf(Array(leaves[Int(index)].utf8)))
        }
        return frontier.root
    }

    private var approval: String {
        JSON.object([
            "statement": .string(String(decoding: statement.bytes, as: UTF8.self)),
            "signatures": .array([.object(["signature": .string(signature)])]),
        ]).compactText
    }
}
