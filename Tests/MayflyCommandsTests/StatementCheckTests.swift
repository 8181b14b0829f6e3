import MayflyClient
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@testable import MayflyCommands

@Suite("A statement that is about to be signed")
struct StatementCheckTests {
    private static let digest = "sha256:" + String(repeating: "ab", count: 32)

    private func order() -> StatementOrder {
        StatementOrder(name: "team/a", digest: Self.digest, decision: "approve", profiles: ["strict", "standard"])
    }

    private func statement() throws -> ApprovalStatement {
        var generator = SeededGenerator(state: 1)
        return ApprovalStatement(
            id: ApprovalID(milliseconds: 1, using: &generator),
            name: try #require(ScriptName("team/a")),
            digest: try #require(Digest(Self.digest)),
            decision: .approve,
            profiles: try ["standard", "strict"].map { ApprovedProfile(try #require(ProfileName($0))) },
            author: .init(uid: 1000, user: "ada"),
            createdAt: 1_800_000_000,
            notBefore: 1_800_000_000,
            expires: 1_800_003_600,
            comment: "read it"
        )
    }

    @Test func `is signed when it says what was asked for`() throws {
        let wanted = try statement()
        #expect(try StatementCheck.read(wanted.bytes, ordered: order()) == wanted)
    }

    @Test func `signs nothing that says something else`() throws {
        let changes: [(String, (inout ApprovalStatement) throws -> Void)] = [
            ("digest", { $0.digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: 32))) }),
            ("script", { $0.name = try #require(ScriptName("team/b")) }),
            ("decision", { $0.decision = .review }),
            ("profiles", { $0.profiles.removeLast() }),
            ("profiles", { $0.profiles.append(ApprovedProfile(try #require(ProfileName("python-data")))) }),
        ]
        for (what, change) in changes {
            var other = try statement()
            try change(&other)
            let failure = #expect(throws: CommandFailure.self) {
                try StatementCheck.read(other.bytes, ordered: order())
            }
            #expect(failure?.message.contains("says \(what) ") == true, "\(failure?.message ?? "")")
        }
        #expect(throws: CommandFailure.self) { try StatementCheck.read(Array("{}".utf8), ordered: order()) }
        var replacing = order()
        replacing.replaces = "apr_00000000000000000000000000"
        #expect(throws: CommandFailure.self) { try StatementCheck.read(try statement().bytes, ordered: replacing) }
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
