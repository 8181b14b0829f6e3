import Foundation
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("A receipt that is missing beside a log", .timeLimit(.minutes(10))) struct MissingReceiptTests {
    /// A copy of sessions 1, 2, … that ended one after the other, each of a user, without some of their receipts.
    ///
    /// - Parameter forgotten: Those that somebody wanted forgotten, after all have ended.
    private func copy(of users: [UInt32], without gone: [Int], forgotten: [Int] = []) throws -> SessionCopy {
        let copy = try SessionCopy()
        for (place, user) in users.enumerated() {
            try copy.start(place + 1, by: user)
            try copy.end(place + 1)
        }
        for number in forgotten { try copy.forget(number) }
        try copy.finish()
        try copy.remove(gone)
        return copy
    }

    /// The index of a session's last record.
    private func record(_ session: Int) -> UInt64 { UInt64(2 * session) }

    @Test(arguments: [([2], 2), ([3], 3), ([4], 4), ([2, 3, 4], 2), ([1, 3], 3)] as [([Int], Int)])
    func `is found out where an older one is there`(gone: [Int], first: Int) throws {
        let found = try #require(try copy(of: [1, 1, 1, 1], without: gone).damage(), "not found out")
        #expect(found.file == "receipts/\(try SessionCopy.session(first)).json", "\(found)")
        #expect(found.record == record(first) && found.detail.contains("is missing"), "\(found)")
    }

    @Test(arguments: [[], [1], [1, 2], [1, 2, 3, 4]] as [[Int]])
    func `is none of the oldest, which are forgotten without a record`(gone: [Int]) throws {
        #expect(try copy(of: [1, 1, 1, 1], without: gone).damage() == nil)
    }

    /// What is left when all have too many together: the oldest of the user who has most are gone.
    @Test func `is none of a user who has more than others, whatever these have`() throws {
        let users: [UInt32] = [1, 1, 2, 2, 2, 2, 2, 2, 1]
        #expect(try copy(of: users, without: [3, 4, 5, 6]).damage() == nil)
        let found = try #require(try copy(of: users, without: [4, 5, 6]).damage(), "the oldest of that user is there")
        #expect(found.record == record(4), "\(found)")
    }

    @Test func `is none that somebody wanted forgotten, also the newest`() throws {
        #expect(try copy(of: [1, 1, 1, 1], without: [3], forgotten: [3]).damage() == nil)
        #expect(try copy(of: [1, 1, 1, 1], without: [4], forgotten: [4]).damage() == nil)
        let found = try #require(try copy(of: [1, 1, 1, 1], without: [3, 4], forgotten: [3]).damage())
        #expect(found.record == record(4), "\(found)")
    }

    @Test func `is none of a session that ended while an older one ran`() throws {
        let copy = try SessionCopy()
        for number in [1, 2] { try copy.start(number) }
        for number in [2, 1] { try copy.end(number) }
        try copy.finish()
        try copy.remove([2])
        #expect(try copy.damage() == nil, "it may have been forgotten before the older one had ended")
    }

    @Test func `is none of who is not known, as the session never started`() throws {
        let copy = try SessionCopy()
        for number in [1, 2] {
            if number == 1 { try copy.start(number) }
            try copy.end(number, number == 1 ? .ok : .killed)
        }
        try copy.finish()
        try copy.remove([2])
        #expect(try copy.damage() == nil)
    }

    @Test func `is counted, whichever it is`() throws {
        let copy = try copy(of: [1, 1, 1, 1], without: [1, 2])
        let expected = EvidenceCheck.Count(
            receipts: 2,
            approvals: 1,
            namedReceipts: 4,
            namedApprovals: 1,
            starts: 4
        )
        #expect(try copy.log.check().evidence == expected)
    }

    @Test func `is counted where nothing lies beside the log`() throws {
        let copy = try copy(of: [1, 1, 1, 1], without: [])
        for name in [
            LogDirectory.receipts, LogDirectory.approvals, LogDirectory.people, LogDirectory.noteSignature,
        ] { try FileManager.default.removeItem(atPath: "\(copy.log.path)/\(name)") }
        let evidence = try copy.log.check().evidence
        #expect(evidence == .init(namedReceipts: 4, namedApprovals: 1, starts: 4) && evidence.isBare)
    }
}
