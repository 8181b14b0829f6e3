import Foundation
import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("A start in the log", .timeLimit(.minutes(10))) struct StartCheckTests {
    /// What a log has behind its first record, an approval, and what is wrong with it.
    private struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// How the wrong record is described; `nil` where none is wrong.
        let fault: String?
        let record: UInt64
        let change: @Sendable (inout ApprovalStatement) -> Void
        let records: @Sendable (SessionCopy) throws -> Void

        init(
            _ what: String,
            _ fault: String? = nil,
            at record: UInt64 = 1,
            signed change: @escaping @Sendable (inout ApprovalStatement) -> Void,
            _ records: @escaping @Sendable (SessionCopy) throws -> Void
        ) {
            (testDescription, self.fault, self.record) = (what, fault, record)
            (self.change, self.records) = (change, records)
        }

        /// The same of the statement as it is.
        init(
            _ what: String,
            _ fault: String? = nil,
            at record: UInt64 = 1,
            _ records: @escaping @Sendable (SessionCopy) throws -> Void
        ) {
            self.init(what, fault, at: record, signed: { _ in }, records)
        }

        func copy() throws -> SessionCopy {
            let copy = try SessionCopy(change)
            try records(copy)
            try copy.finish()
            return copy
        }
    }

    private static let other = MerkleHash.leaf([2])

    /// Ends so many seconds before the second in which the log's records are written; on its first moment for 0.
    private static func over(_ seconds: UInt64) -> @Sendable (inout ApprovalStatement) -> Void {
        let change: @Sendable (inout ApprovalStatement) -> Void = { statement in
            (statement.createdAt, statement.notBefore) = (1_799_990_000, 1_799_990_000)
            statement.expires = 1_800_000_000 - seconds
        }
        return change
    }

    private static func revoked(_ copy: SessionCopy) throws {
        try copy.append(.revoked(digest: copy.statement.digest, by: 1, reason: "because"))
    }

    private static func rejected(_ copy: SessionCopy) throws {
        let statement = copy.statement
        try copy.append(.rejected(script: statement.name, digest: statement.digest, by: 1, reason: "because"))
    }

    private static func run(_ copy: SessionCopy, _ verdict: VerdictName = .ok) throws {
        try copy.start(1)
        try copy.end(1, verdict)
    }

    private static let wrong: [Case] = [
        Case("by nothing that was approved", "that no record before it has") { copy in
            try copy.start(1) { $0.approval = "apr_" + String(repeating: "0", count: 26) }
        },
        Case("by another statement", "by another statement") { try $0.start(1) { $0.statement = other } },
        Case("by no statement", "by another statement") { try $0.start(1) { $0.statement = nil } },
        Case("of another version", "of another version") { try $0.start(1) { $0.digest = other } },
        Case("of another script", "of another script") { try $0.start(1) { $0.script = ScriptName("admin/wipe") } },
        Case("under another profile", "under a profile") { copy in
            let strict = try #require(ProfileName("strict"))
            try copy.start(1) { $0.profile = strict }
        },
        Case("when the statement had expired", "outside of the time", signed: over(0)) { try run($0) },
        Case("long after it had expired", "outside of the time", signed: over(100)) { try $0.start(1) },
        Case("before it held", "outside of the time", signed: { $0.notBefore += 61 }) { try run($0) },
        Case("when its version was revoked", "after its version was revoked", at: 2) { copy in
            try revoked(copy)
            try run(copy)
        },
        Case("when its version was revoked, and no end", "after its version was revoked", at: 2) { copy in
            try revoked(copy)
            try copy.start(1)
        },
        Case("when its version was rejected", "after a rejection", at: 2) { copy in
            try rejected(copy)
            try run(copy)
        },
        Case("anew, when its version was revoked", "after its version was revoked", at: 3) { copy in
            try copy.start(1)
            try revoked(copy)
            try run(copy)
        },
        Case("of a trial of what was revoked", "was revoked", at: 2, signed: { $0.decision = .review }) { copy in
            try revoked(copy)
            try run(copy)
        },
        Case("the first of two that are wrong", "of another version", at: 2) { copy in
            try copy.start(1)
            try copy.start(2) { $0.digest = other }
            try copy.start(3) { $0.statement = nil }
            try copy.end(3)
        },
        Case("by an approval without a statement", "that no record before it has", at: 2) { copy in
            var fact = ApprovalFact.example(copy.statement, by: [])
            fact.id = "apr_" + String(repeating: "0", count: 25) + "b"
            fact.statement = nil
            try copy.append(.approved(fact))
            try copy.start(1) { ($0.approval, $0.statement) = (fact.id, nil) }
        },
        Case("that is not there of a session that ran", "names no start") { try $0.end(1) },
        Case("of another session than the end that names it", "names no start", at: 2) { copy in
            try copy.start(1)
            try copy.end(2, .killed, start: 1)
        },
        Case("of a session that had ended, and ran again", "names no start", at: 3) { copy in
            try run(copy)
            try copy.end(1)
        },
    ]

    @Test(arguments: wrong) private func `is by an approval that is there and held`(example: Case) throws {
        let found = try #require(try example.copy().damage(), "not found out")
        #expect(found.record == example.record, "\(found)")
        #expect(found.detail.contains(try #require(example.fault)), "\(found)")
    }

    private static let right: [Case] = [
        Case("by the approval") { try run($0) },
        Case("by digest, without a name") { copy in
            try copy.start(1) { $0.script = nil }
            try copy.end(1)
        },
        Case("that has no end yet") { try $0.start(1) },
        Case("of a session that was cut off, whose end comes later") { copy in
            try copy.start(1)
            try copy.append(.daemonStarted(version: "1", profiles: nil, trust: nil, settings: nil, agents: nil))
            try run(copy, .daemonRestart)
        },
        Case("that was written anew") { copy in
            try copy.start(1)
            try run(copy)
        },
        Case("before its version was revoked") { copy in
            try copy.start(1)
            try revoked(copy)
            try copy.end(1, .revoked)
        },
        Case("of a trial, by the reviewer's own statement", signed: { $0.decision = .review }) { try run($0) },
        Case("of a trial that was admitted before a rejection", signed: { $0.decision = .review }) { copy in
            try rejected(copy)
            try run(copy)
        },
        Case("too late, and the warden let nothing run", signed: over(0)) { try run($0, .refused) },
        Case("that is not there of a session that was killed while it waited") { try $0.end(1, .killed) },
        Case("that could not be written anew, so that the end names the first one") { copy in
            try copy.start(1)
            try copy.start(1)
            try copy.end(1, .internalError, start: 1)
        },
        Case("a minute early, by a clock that was put back", signed: { $0.notBefore += 60 }) { try run($0) },
        Case("too late a moment ago, and its end is to come", signed: over(0)) { try $0.start(1) },
    ]

    @Test(arguments: right) private func `is right whatever else happened`(example: Case) throws {
        #expect(try example.copy().damage() == nil)
    }

    @Test func `is wrong where it came too late and the receipt says that the script began`() throws {
        let copy = try SessionCopy(Self.over(0))
        try copy.start(1)
        try copy.end(1, .refused, beginning: Timestamp(milliseconds: 1_800_000_000_500))
        try copy.finish()
        let found = try #require(try copy.damage(), "not found out")
        #expect(found.record == 2 && found.detail.contains("its script began"), "\(found)")
    }

    @Test(
        arguments: [("ses_000", "ses_!00"), (#""uid 7""#, "null"), (#""uid 7""#, #""uid x""#)] as [(String, String)]
    )
    func `is of a session and of a user, like a refusal`(old: String, new: String) throws {
        let copy = try SessionCopy()
        let session = try SessionCopy.session(1)
        let fact = RefusalFact(session: session, script: nil, digest: nil, profile: nil, rule: "too_many", by: 7)
        try copy.append(.refused(fact)) { $0.replacing(old, with: new) }
        try copy.finish()
        #expect(try damage { try copy.log.check() }?.record == 1)
        #expect(try CopyScript.check(copy.log).status == 1)
    }

    /// The daemon's own directory has no statements beside the log.
    @Test(arguments: wrong.filter { !$0.testDescription.hasPrefix("before") })
    private func `is compared with records alone where nothing else is there`(example: Case) throws {
        let copy = try example.copy()
        for name in [
            LogDirectory.receipts, LogDirectory.approvals, LogDirectory.people, LogDirectory.noteSignature,
        ] { try FileManager.default.removeItem(atPath: "\(copy.log.path)/\(name)") }
        #expect(try damage { try copy.log.check() }?.record == example.record)
    }

    @Test func `is held against the statement, not against what the record says of its time`() throws {
        let (log, signer) = (try TestLog(), try TestSigner("ada@test"))
        var statement = try ExportedEvidence.statement("a")
        Self.over(100)(&statement)
        let signature = try signer.sign(statement.bytes)
        var fact = ApprovalFact.example(statement, by: [signer])
        fact.expires = Timestamp(milliseconds: 1_900_000_000_000)
        let session = try SessionCopy.session(1)
        let writer = try log.open()
        try writer.append([log.leaf(.approved(fact)), log.leaf(.started(.example(of: session, by: statement)))])
        try writer.close()
        try log.makeDirectory(LogDirectory.approvals)
        try log.write(statement.bytes, to: "approvals/\(statement.id).json")
        try log.write(Array(signature.utf8), to: "approvals/\(statement.id).json.1.sig")
        #expect(try damage { try log.check() }?.record == 1)
    }
}
