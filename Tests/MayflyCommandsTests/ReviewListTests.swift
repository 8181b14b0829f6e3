import Testing

@testable import MayflyCommands

@Suite("The list for reviewers", .timeLimit(.minutes(10))) struct ReviewListTests {
    private typealias Approval = ListedVersion.Approval
    private typealias Profile = ListedVersion.Profile

    private static let proposed = ListedVersion(digit: "4", state: "proposed")
    private static let approved = ListedVersion(
        name: "team/b",
        digit: "3",
        state: "approved",
        approvals: [
            Approval(
                id: "apr_late",
                state: "approved",
                profiles: [Profile(name: "strict", until: "1970-01-12T00:00:00.000Z"), Profile(name: "standard")]
            )
        ]
    )
    private static let expired = ListedVersion(
        name: "team/c",
        digit: "2",
        state: "expired",
        approvals: [Approval(id: "apr_old", state: "expired", profiles: [Profile(name: "strict")])]
    )
    private static let renewed = ListedVersion(
        name: "team/d",
        digit: "1",
        state: "deprecated",
        approvals: [
            approval("apr_long", "strict", "1970-02-01T00:00:00.000Z"),
            approval("apr_soon", "strict", "1970-01-05T00:00:00.000Z"),
            approval("apr_first", "standard", "1970-01-08T00:00:00.000Z"),
        ]
    )

    private static func approval(_ id: String, _ profile: String, _ until: String) -> Approval {
        Approval(id: id, state: "approved", profiles: [Profile(name: profile, until: until)])
    }

    private static func daemon() throws -> FakeDaemon {
        let page = ListedVersion.page(of: [proposed, approved, expired, renewed])
        return try FakeDaemon { request in request == "GET /v1/versions?limit=500" ? (200, page) : (404, "{}") }
    }

    /// The lines of a table, without its headings.
    private func rows(_ options: String...) async throws -> [String] {
        let daemon = try Self.daemon()
        let answer = try await CommandLineAnswer.of(["review", "ls"] + options, socket: daemon.path)
        #expect(answer.status == 0 && answer.errors == "" && daemon.requests.count == 1, "\(answer)")
        return answer.output.split(separator: "\n").dropFirst().map(String.init)
    }

    @Test func `has all that waits, and the next command for each, by one request`() async throws {
        let rows = try await rows()
        #expect(rows.count == 3, "\(rows)")
        guard rows.count == 3 else { return }
        #expect(rows[0].contains("an approval") && rows[0].hasSuffix("mayfly review show \(Self.proposed.reference)"))
        #expect(rows[1].contains("signatures under standard"), "\(rows[1])")
        let both = "mayfly review approve \(Self.approved.reference) --profile strict --profile standard"
        #expect(rows[1].hasSuffix(both), "\(rows[1])")
        #expect(rows[2].contains("a new approval"), "\(rows[2])")
        #expect(rows[2].hasSuffix("mayfly review approve \(Self.expired.reference) --profile strict"), "\(rows[2])")
    }

    @Test func `has the approvals that end soon, soonest first, and none that another one goes on for`() async throws {
        let rows = try await rows("--expiring", "14d")
        #expect(rows.count == 2, "\(rows)")
        guard rows.count == 2 else { return }
        let words = rows.map { $0.split(separator: " ").map(String.init) }
        let first = ["1970-01-08T00:00:00.000Z", "team/d", "sha256:111111111111…", "standard", "grace@test"]
        #expect(Array(words[0].prefix(5)) == first)
        #expect(rows[0].hasSuffix("mayfly review approve \(Self.renewed.reference) --profile standard"), "\(rows[0])")
        #expect(Array(words[1].prefix(4)) == ["1970-01-12T00:00:00.000Z", "team/b", "sha256:333333333333…", "strict"])
        #expect(try await self.rows("--expiring", "10d").count == 1)
        #expect(try await self.rows("--expiring", "40d").count == 4)
        #expect(try await self.rows("--expiring", "6d").isEmpty, "another one goes on")
    }

    @Test func `has each approval that ends once, as the daemon says it, for programs`() async throws {
        let daemon = try Self.daemon()
        let arguments = ["review", "ls", "--expiring", "40d", "--format", "jsonl"]
        let answer = try await CommandLineAnswer.of(arguments, socket: daemon.path)
        let ids = answer.output.split(separator: "\n").map { $0.prefix { $0 != "," } }
        let names = ["apr_soon", "apr_first", "apr_late", "apr_long"]
        #expect(ids.map(String.init) == names.map { #"{"id":"\#($0)""# }, "\(answer)")
    }

    @Test func `says no command where the daemon names what has no such name`() async throws {
        let version = ListedVersion(name: "a; reboot", digit: "1", state: "proposed")
        let page = ListedVersion.page(of: [version])
        let daemon = try FakeDaemon { _ in (200, page) }
        let answer = try await CommandLineAnswer.of(["review", "ls"], socket: daemon.path)
        #expect(answer.output.hasSuffix(" -\n") && !answer.output.contains("mayfly review"), "\(answer)")
    }

    @Test(arguments: [
        ["--expiring", "soon"], ["--expiring", "0d"], ["--expiring", "0s"], ["--expiring", "14d", "--approvals"],
        ["--expiring", "14d", "--state", "open"],
    ])
    func `is not asked for by what means nothing`(options: [String]) async throws {
        let answer = try await CommandLineAnswer.of(["review", "ls"] + options)
        #expect(answer.status == 64 && answer.output.isEmpty && answer.errors.contains("--expiring"), "\(answer)")
    }
}
