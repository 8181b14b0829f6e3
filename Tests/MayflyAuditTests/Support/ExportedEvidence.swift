import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

/// A log with an approval of two people, one of one person, and a session, and the files that an export has of them.
struct ExportedEvidence {
    let log: TestLog
    let people: String
    let files: [String: [UInt8]]
    /// Of every file beside the log the first record that names it.
    let records: [String: UInt64]
    /// Statements and signatures that are genuine, and of no record.
    let strange: [[UInt8]]

    private static let digest = MerkleHash.leaf([1])

    init() throws {
        let log = try TestLog()
        self.log = log
        let signers = [try TestSigner("ada@test"), try TestSigner("bob@test")]
        people = signers.map(\.line).joined()
        let both = try Self.statement("a"), one = try Self.statement("b"), other = try Self.statement("c")
        let session = try #require(SessionID("ses_" + String(repeating: "0", count: 26)))
        let receipt = Self.receipt(of: session)
        let writer = try log.open(segmentSize: 700)
        for event in [
            .proposed(script: both.name, digest: Self.digest, by: 1000),
            Self.approved(both, by: [signers[0]]), Self.approved(both, by: signers),
            Self.approved(one, by: [signers[0]]),
            Self.ended(session, receipt: MerkleHash.digest(of: receipt)),
        ] as [AuditEvent] { try writer.append([log.leaf(event)]) }
        try writer.close()
        for name in [LogDirectory.approvals, LogDirectory.receipts] { try log.makeDirectory(name) }
        var records: [String: UInt64] = [:]
        func add(_ name: String, _ bytes: [UInt8], _ record: UInt64) throws {
            try log.write(bytes, to: name)
            records[name] = record
        }
        let signed: [(ApprovalStatement, [TestSigner], UInt64)] = [(both, signers, 1), (one, [signers[0]], 3)]
        for (statement, people, record) in signed {
            let file = "approvals/\(statement.id).json"
            try add(file, statement.bytes, record)
            for (number, signer) in people.enumerated() {
                let signature = Array(try signer.sign(statement.bytes).utf8)
                try add("\(file).\(number + 1).sig", signature, record + UInt64(number))
            }
        }
        try add("receipts/\(session).json", receipt, 4)
        let signature = try log.key.sshSignature(of: receipt, namespace: Receipt.namespace)
        try add("receipts/\(session).json.sig", Array(signature.utf8), 4)
        self.records = records
        strange = [
            other.bytes, Array(try signers[1].sign(one.bytes).utf8), Array(try signers[0].sign(other.bytes).utf8),
        ]
        files = try log.files
    }

    static func statement(_ end: String) throws -> ApprovalStatement {
        var statement = ApprovalStatement.example()
        statement.id = try #require(ApprovalID("apr_" + String(repeating: "0", count: 25) + end))
        statement.digest = digest
        statement.author.user = "eve"
        return statement
    }

    /// What a log has of an approval; it may say that of another script, version or profile.
    static func approved(
        _ statement: ApprovalStatement,
        by signers: [TestSigner],
        script: ScriptName? = nil,
        digest: Digest? = nil,
        profiles: [ProfileName]? = nil,
        signature: Digest? = nil
    ) -> AuditEvent {
        var fact = ApprovalFact.example(statement, by: signers, signature: signature)
        fact.script = script ?? fact.script
        fact.digest = digest ?? fact.digest
        fact.profiles = profiles ?? fact.profiles
        return .approved(fact)
    }

    /// What a log has of a session that was killed before it had a start.
    static func ended(_ session: SessionID, receipt: Digest) -> AuditEvent {
        .ended(EndFact.example(of: session, digest: digest, verdict: .killed, receipt: receipt))
    }

    static func receipt(of session: SessionID) -> [UInt8] { Receipt.statement(ReceiptFacts.example(of: session)) }
}
