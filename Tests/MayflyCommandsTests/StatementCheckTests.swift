import MayflyClient
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@testable import MayflyCommands
@testable import MayflyRun

@Suite("A statement that is about to be signed")
struct StatementCheckTests {
    private static let now = ApprovalStatement.example().createdAt
    private static let digest = "sha256:" + String(repeating: "ab", count: 32)

    private func order() -> StatementOrder {
        var order = StatementOrder(
            name: "team/a",
            digest: Self.digest,
            decision: "approve",
            profiles: ["strict", "standard"]
        )
        order.comment = "read it"
        return order
    }

    private func check(_ order: StatementOrder, isOpen: Bool = false) -> StatementCheck {
        StatementCheck(order: order, isOpen: isOpen, author: (1000, "ada"), now: Self.now)
    }

    /// What is wrong with a statement, which is the one that was asked for but for `change`.
    private func refusal(
        _ order: StatementOrder,
        isOpen: Bool = false,
        _ change: (inout ApprovalStatement) throws -> Void
    ) throws -> String? {
        var other = try statement()
        try change(&other)
        do throws(CommandFailure) {
            _ = try check(order, isOpen: isOpen).read(other.bytes)
            return nil
        } catch {
            return error.message
        }
    }

    private func statement() throws -> ApprovalStatement {
        var statement = ApprovalStatement.example()
        statement.name = try #require(ScriptName("team/a"))
        statement.digest = try #require(Digest(Self.digest))
        statement.profiles = try ["standard", "strict"].map { ApprovedProfile(try #require(ProfileName($0))) }
        statement.comment = "read it"
        return statement
    }

    @Test func `is signed when it says what was asked for`() throws {
        let wanted = try statement()
        #expect(try check(order()).read(wanted.bytes) == wanted)
        #expect(try check(order(), isOpen: true).read(wanted.bytes) == wanted)
    }

    @Test func `signs nothing that says something else`() throws {
        let changes: [(String, (inout ApprovalStatement) throws -> Void)] = [
            ("digest", { $0.digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: 32))) }),
            ("script", { $0.name = try #require(ScriptName("team/b")) }),
            ("decision", { $0.decision = .review }),
            ("profiles", { $0.profiles.removeLast() }),
            ("profiles", { $0.profiles.append(ApprovedProfile(try #require(ProfileName("python-data")))) }),
            ("author", { $0.author.user = "nobody" }), ("author", { $0.author.uid = 1001 }),
        ]
        for (what, change) in changes {
            for isOpen in [false, true] {
                let text = try refusal(order(), isOpen: isOpen, change)
                #expect(text?.contains("says \(what) ") == true, "\(text ?? what)")
            }
        }
        #expect(throws: CommandFailure.self) { try check(order()).read(Array("{}".utf8)) }
        var replacing = order()
        replacing.replaces = "apr_00000000000000000000000000"
        #expect(try refusal(replacing) { _ in }?.contains("says replaces 'nothing'") == true)
        let id = try #require(ApprovalID("apr_00000000000000000000000000"))
        #expect(try refusal(replacing) { $0.replaces = id } == nil)
        // What others have signed before may have taken the place of another, and has their comment.
        #expect(try refusal(order()) { $0.replaces = id }?.contains("says replaces ") == true)
        #expect(try refusal(order(), isOpen: true) { $0.replaces = id } == nil)
        #expect(try refusal(order()) { $0.comment = "other" }?.contains("says comment ") == true)
        #expect(try refusal(order(), isOpen: true) { $0.comment = "other" } == nil)
    }

    @Test func `begins now, by this machine's clock`() throws {
        let (most, now) = (StatementCheck.tolerance, Self.now)
        for isOpen in [false, true] {
            #expect(try refusal(order(), isOpen: isOpen) { $0.createdAt = now + most } == nil)
            let late = try refusal(order(), isOpen: isOpen) { $0.createdAt = now + most + 1 }
            #expect(late?.contains("says createdAt ") == true)
            let later = try refusal(order(), isOpen: isOpen) { $0.notBefore = now + most + 1 }
            #expect(later?.contains("says notBefore ") == true)
        }
        #expect(try refusal(order()) { $0.createdAt = now - most } == nil)
        #expect(try refusal(order()) { $0.createdAt = now - most - 1 }?.contains("says createdAt ") == true)
        #expect(try refusal(order(), isOpen: true) { $0.createdAt = now - most - 1 } == nil)
    }

    @Test func `ends when it was asked to`() throws {
        let (most, now) = (StatementCheck.tolerance, Self.now)
        for (asked, seconds) in [("24h", 86_400), ("90d", 90 * 86_400), (nil, 366 * 86_400)] as [(String?, UInt64)] {
            var wanted = order()
            wanted.expires = asked
            for isOpen in [false, true] {
                #expect(try refusal(wanted, isOpen: isOpen) { $0.expires = now + seconds + most } == nil)
                let text = try refusal(wanted, isOpen: isOpen) { $0.expires = now + seconds + most + 1 }
                #expect(text?.contains("says expires ") == true)
                #expect(text?.contains("--expires") == (asked == nil))
            }
        }
        // The year 9999 is no statement at all, whatever was asked for.
        #expect(try refusal(order()) { $0.expires = 253_402_300_799 } != nil)
        var review = order()
        (review.decision, review.expires) = ("review", "24h")
        let text = try refusal(review) {
            ($0.decision, $0.createdAt, $0.notBefore, $0.expires) = (.review, now + 300, now, now + 3900)
        }
        #expect(text == nil)
        let longer = try refusal(review) {
            ($0.decision, $0.createdAt, $0.notBefore, $0.expires) = (.review, now + 301, now, now + 3901)
        }
        #expect(longer != nil)
    }

    @Test func `is shown with everything that it says`() throws {
        let lines = StatementText.lines(of: try statement()).joined(separator: "\n")
        for part in [
            "team/a", Self.digest, "ada (uid 1000)", "standard", "strict", "2027-01-15T09:00:00.000Z", "read it",
        ] {
            #expect(lines.contains(part), "\(part) is not in \(lines)")
        }
    }
}
