import Foundation
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("A receipt that is missing beside a log") struct MissingReceiptTests {
    /// A log of sessions that ended one after the other, and their receipts.
    private struct Copy {
        let log: TestLog
        let sessions: [SessionID]

        /// - Parameter forgotten: Which of the sessions somebody wanted forgotten, after all have ended.
        init(_ count: Int, forgotten: Int? = nil) throws {
            log = try TestLog()
            sessions = try (0..<count).map { number in
                try #require(SessionID("ses_" + String(repeating: "0", count: 25) + "\(number)"))
            }
            let writer = try log.open(segmentSize: 700)
            try log.makeDirectory(LogDirectory.receipts)
            for session in sessions { try writer.append([try end(session)]) }
            if let forgotten {
                let digest = MerkleHash.leaf([1])
                let event = AuditEvent.forgotten(session: sessions[forgotten], digest: digest, verdict: .ok, by: 0)
                try writer.append([log.leaf(event)])
            }
            try writer.close()
        }

        private func end(_ session: SessionID) throws -> [UInt8] {
            let receipt = ExportedEvidence.receipt(of: session)
            try log.write(receipt, to: "receipts/\(session).json")
            let signature = try log.key.sshSignature(of: receipt, namespace: Receipt.namespace)
            try log.write(Array(signature.utf8), to: "receipts/\(session).json.sig")
            return log.leaf(ExportedEvidence.ended(session, receipt: MerkleHash.digest(of: receipt)))
        }

        /// Takes away the receipts of some sessions.
        func remove(_ gone: [Int]) throws {
            let names = gone.map { "\(log.path)/receipts/\(sessions[$0]).json" }
            for name in names + names.map({ "\($0).sig" }) { try FileManager.default.removeItem(atPath: name) }
        }

        /// What is found wrong without the receipts of some sessions.
        func damage(without gone: [Int]) throws -> AuditDamage? {
            let files = try log.files
            let names = gone.flatMap { ["receipts/\(sessions[$0]).json", "receipts/\(sessions[$0]).json.sig"] }
            let rest = files.filter { !names.contains($0.key) }
            return try log.changed(from: files, to: rest) { try MayflyAuditTests.damage { try log.check() } }
        }
    }

    @Test(arguments: [([1], 1), ([2], 2), ([3], 3), ([1, 2, 3], 1), ([0, 2], 2)] as [([Int], UInt64)])
    func `is found out where an older one is there`(gone: [Int], record: UInt64) throws {
        let copy = try Copy(4)
        let found = try #require(try copy.damage(without: gone))
        #expect(found.record == record && found.file == "receipts/\(copy.sessions[Int(record)]).json", "\(found)")
        #expect(found.detail.contains("is missing"), "\(found)")
    }

    @Test(arguments: [[], [0], [0, 1], [0, 1, 2, 3]] as [[Int]])
    func `is none of the oldest, which are forgotten without a record`(gone: [Int]) throws {
        #expect(try Copy(4).damage(without: gone) == nil)
    }

    @Test func `is counted, whichever it is`() throws {
        let copy = try Copy(4)
        try copy.remove([0, 1])
        #expect(try copy.log.check().evidence == .init(receipts: 2, namedReceipts: 4))
    }

    @Test func `is counted where nothing lies beside the log`() throws {
        let copy = try Copy(4)
        try FileManager.default.removeItem(atPath: "\(copy.log.path)/receipts")
        try? FileManager.default.removeItem(atPath: "\(copy.log.path)/approvals")
        let evidence = try copy.log.check().evidence
        #expect(evidence == .init(namedReceipts: 4) && evidence.isBare)
    }

    @Test func `is none that somebody wanted forgotten`() throws {
        let copy = try Copy(4, forgotten: 2)
        #expect(try copy.damage(without: [2]) == nil)
        #expect(try copy.damage(without: [2, 3])?.record == 3)
    }
}
