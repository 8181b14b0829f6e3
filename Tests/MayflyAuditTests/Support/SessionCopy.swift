import Foundation
import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

/// A copy of a log whose first record is an approval, with what an export has beside it.
final class SessionCopy {
    let log: TestLog
    /// What was approved.
    let statement: ApprovalStatement
    private let writer: LogWriter
    /// The indices of the newest starts of sessions.
    private var starts: [Int: UInt64] = [:]

    /// - Parameter change: Makes another statement of the example.
    init(_ change: (inout ApprovalStatement) -> Void = { _ in }) throws {
        (log, statement) = (try TestLog(), try Self.statement(change))
        writer = try log.open(segmentSize: 700)
        let signer = try TestSigner("ada@test")
        for name in [LogDirectory.approvals, LogDirectory.receipts] { try log.makeDirectory(name) }
        try log.write(Array(signer.line.utf8), to: LogDirectory.people)
        let signature = try signer.sign(statement.bytes)
        try log.write(statement.bytes, to: "approvals/\(statement.id).json")
        try log.write(Array(signature.utf8), to: "approvals/\(statement.id).json.1.sig")
        let named = MerkleHash.digest(of: Array(signature.utf8))
        try append(.approved(.example(statement, by: [signer], signature: named)))
    }

    private static func statement(_ change: (inout ApprovalStatement) -> Void) throws -> ApprovalStatement {
        var statement = try ExportedEvidence.statement("a")
        change(&statement)
        return statement
    }

    static func session(_ number: Int) throws -> SessionID {
        try #require(SessionID("ses_" + String(repeating: "0", count: 25) + "\(number)"))
    }

    /// Adds a record.
    ///
    /// - Parameter change: Makes another text of it, on one line too.
    func append(_ event: AuditEvent, as change: (String) -> String = { $0 }) throws {
        try writer.append([Array(change(String(decoding: log.leaf(event), as: UTF8.self)).utf8)])
    }

    /// Adds the start of a session by the approval.
    ///
    /// - Parameter change: Makes another start of it.
    func start(_ number: Int, by uid: UInt32 = 1, _ change: (inout StartFact) -> Void = { _ in }) throws {
        var fact = StartFact.example(of: try Self.session(number), by: statement, uid: uid)
        change(&fact)
        starts[number] = log.next
        try append(.started(fact))
    }

    /// Adds the end of a session, and its receipt.
    ///
    /// - Parameters:
    ///   - start: The start that it names; the session's newest one if not given.
    ///   - beginning: When its script began, as the receipt says.
    func end(
        _ number: Int,
        _ verdict: VerdictName = .ok,
        start: UInt64? = nil,
        beginning: Timestamp? = nil
    ) throws {
        let session = try Self.session(number)
        var facts = ReceiptFacts.example(of: session)
        facts.startedAt = beginning
        let receipt = Receipt.statement(facts)
        let signature = try log.key.sshSignature(of: receipt, namespace: Receipt.namespace)
        try log.write(receipt, to: "receipts/\(session).json")
        try log.write(Array(signature.utf8), to: "receipts/\(session).json.sig")
        let digest = MerkleHash.digest(of: receipt)
        let fact = EndFact.example(
            of: session,
            digest: statement.digest,
            verdict: verdict,
            start: start ?? starts[number],
            receipt: digest
        )
        try append(.ended(fact))
    }

    /// Adds the record of a session that somebody wanted forgotten.
    func forget(_ number: Int) throws {
        let session = try Self.session(number)
        try append(.forgotten(session: session, digest: statement.digest, verdict: .ok, by: 0))
    }

    /// Signs what is there.
    func finish() throws {
        try writer.close()
        let note = try #require(writer.checkpoint?.checkpoint.note)
        let signature = try log.key.sshSignature(of: Array(note.utf8), namespace: Checkpoint.namespace)
        try log.write(Array(signature.utf8), to: LogDirectory.noteSignature)
    }

    /// Takes away the receipts of some sessions.
    func remove(_ gone: [Int]) throws {
        for number in gone {
            let path = "\(log.path)/receipts/\(try Self.session(number)).json"
            for name in [path, "\(path).sig"] { try FileManager.default.removeItem(atPath: name) }
        }
    }

    /// What is wrong, and that the script finds the same.
    ///
    /// - Returns: What Mayfly finds wrong; `nil` when it is nothing.
    func damage() throws -> AuditDamage? {
        let found = try MayflyAuditTests.damage { try log.check() }
        let checked = try CopyScript.check(log)
        #expect(checked.status == (found == nil ? 0 : 1), "\(checked.errors)")
        // Both name the receipt, or the record, that is wrong.
        let name = found.map { $0.file.hasPrefix("log-") ? "record \($0.record ?? 0) \($0.detail)" : $0.file }
        if let name { #expect(checked.errors.contains("FAILED") && checked.errors.contains(name), "\(name)") }
        return found
    }
}
