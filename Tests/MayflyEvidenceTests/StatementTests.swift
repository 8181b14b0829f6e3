import MayflyCore
import MayflyEvidence
import MayflyJSON
import Testing

@Suite("A statement") struct StatementTests {
    @Test func `is read as it was written`() throws {
        for statement in Example.statements {
            #expect(try ApprovalStatement(statement.bytes) == statement)
            #expect(statement.bytes.last == UInt8(ascii: "\n"))
        }
    }

    @Test func `has one form, which people can read`() throws {
        #expect(String(decoding: Example.statement.bytes, as: UTF8.self) == Self.text)
    }

    @Test(arguments: [
        (#""_type":"https://in-toto.io/Statement/v1""#, #""_type":"https://in-toto.io/Statement/v0.1""#, "_type"),
        (#""_type":"https://in-toto.io/Statement/v1","#, "", "_type"),
        (#""urn:mayfly:approval:v1""#, #""urn:mayfly:approval:v2""#, "predicateType"),
        (#""predicateType""#, #""more":1,"predicateType""#, "more"),
        (#""predicateType""#, #""_type":"x","predicateType""#, "the statement"),
        (#""name":"team/report""#, #""name":"Team""#, "subject[0].name"),
        (#""name":"team/report""#, #""name":7"#, "subject[0].name"),
        (#""name":"team/report","#, #""name":"team/report","uri":"x","#, "subject[0].uri"),
        (#"{"sha256":"01"#, #"{"sha256":"0A"#, "subject[0].digest.sha256"),
        (#"{"sha256":"01"#, #"{"sha512":"","sha256":"01"#, "subject[0].digest.sha512"),
        (#"[{"name":"team/report""#, #"[{},{"name":"team/report""#, "subject"),
        (#""id":"apr_0"#, #""id":"apr_O"#, "predicate.id"),
        (#""id":"#, #""ID":"#, "predicate.id"),
        (#""decision":"approve""#, #""decision":"Approve""#, "predicate.decision"),
        (#""decision":"approve""#, #""decision":null"#, "predicate.decision"),
        (#""decision":"approve""#, #""decision":"revoke""#, "predicate.decision"),
        (#""decision":"approve""#, #""decision":"review""#, "predicate.expires"),
        (#""flags":["-I","-B"]}]"#, #""flags":["-I","-B"]},{"name":"standard"}]"#, "predicate.profiles[1]"),
        (#""flags":["-I","-B"]"#, #""flags":["-I",1]"#, "predicate.profiles[0].flags"),
        (#""flags":["-I","-B"]"#, #""flags":["-I\u0007"]"#, "predicate.profiles[0].flags"),
        (#""flags":["-I","-B"]"#, #""flags":"-I""#, "predicate.profiles[0].flags"),
        (#","flags":["-I","-B"]"#, "", "predicate.profiles[0].flags"),
        (#""name":"standard","#, #""name":"standard","pin":1,"#, "predicate.profiles[0].pin"),
        (#""interpreter":"/usr/bin/python3.11""#, #""interpreter":"python3""#, "predicate.profiles[0].interpreter"),
        (
            #""interpreter":"/usr/bin/python3.11""#, #""interpreter":"""#,
            "predicate.profiles[0].interpreterDigest"
        ),
        (#""interpreterDigest""#, #""interpreterdigest""#, "predicate.profiles[0].interpreterDigest"),
        (#""uid":1000"#, #""uid":"1000""#, "predicate.author.uid"),
        (#""uid":1000"#, #""uid":-1"#, "predicate.author.uid"),
        (#""uid":1000"#, #""uid":1e3"#, "predicate.author.uid"),
        (#""uid":1000"#, #""uid":4294967296"#, "predicate.author.uid"),
        (#""user":"ada""#, #""user":"""#, "predicate.author.user"),
        (#""user":"ada""#, #""user":"a\u202eda""#, "predicate.author.user"),
        (#""user":"ada""#, #""user":"ada","gid":1"#, "predicate.author.gid"),
        (#""createdAt":"2026-05-07T09:30:00Z""#, #""createdAt":"2026-05-07T09:30:00.000Z""#, "predicate.createdAt"),
        (#""createdAt":"2026-05-07T09:30:00Z""#, #""createdAt":"2026-05-07T09:30:00+00:00""#, "predicate.createdAt"),
        (#""createdAt":"2026-05-07T09:30:00Z""#, #""createdAt":"2026-05-07t09:30:00z""#, "predicate.createdAt"),
        (#""createdAt":"2026-05-07T09:30:00Z""#, #""createdAt":"2026-02-30T09:30:00Z""#, "predicate.createdAt"),
        (#""createdAt":"2026-05-07T09:30:00Z""#, #""createdAt":"1969-12-31T23:59:59Z""#, "predicate.createdAt"),
        (#""createdAt":"2026-05-07T09:30:00Z""#, #""createdAt":1778146200"#, "predicate.createdAt"),
        (#""createdAt":"2026-05-07T09:30:00Z""#, #""createdAt":"2027-05-07T09:30:00Z""#, "predicate.expires"),
        (#""notBefore":"2026-05-07T09:30:00Z""#, #""notBefore":"2026-08-05T09:30:00Z""#, "predicate.expires"),
        (#","expires":"2026-08-05T09:30:00Z""#, "", "predicate.expires"),
        (#""comment":"looked at""#, #""comment":"\u001b[2J""#, "predicate.comment"),
        (#","comment":"looked at""#, "", "predicate.comment"),
        (#""comment":"looked at""#, #""comment":"looked at","replaces":null"#, "predicate.replaces"),
        (#""comment":"looked at""#, #""comment":"looked at","replaces":"apr_""#, "predicate.replaces"),
        (#""comment":"looked at""#, #""comment":"looked at","\u001b":1"#, "predicate.a member"),
        ("}}\n", "}} {}\n", "the statement"),
        ("}}\n", "}}\u{0}", "the statement"),
    ]) func `with one thing wrong is refused by its name`(part: String, instead: String, member: String) throws {
        let text = Self.text.replacing(part, with: instead, maxReplacements: 1)
        #expect(text != Self.text)
        #expect {
            try ApprovalStatement(Array(text.utf8))
        } throws: { error in
            "\(error)".hasPrefix(member + " ")
        }
    }

    @Test func `may have its members in any order, and spaces`() throws {
        var json = try JSONReader.read(Example.statement.bytes)
        guard case .object(let members) = json else {
            Issue.record("no object")
            return
        }
        json = .object(members.reversed())
        #expect(try ApprovalStatement(Array(json.prettyText.utf8)) == Example.statement)
    }

    @Test func `that was cut is refused`() {
        let bytes = Example.statement.bytes.dropLast()
        for count in 0..<(bytes.count - 1) {
            #expect(throws: StatementError.self) { try ApprovalStatement(Array(bytes.prefix(count))) }
        }
    }

    @Test func `has its bounds`() throws {
        var statement = Example.statement
        statement.comment = String(repeating: "x", count: ApprovalStatement.longestComment)
        #expect(try ApprovalStatement(statement.bytes) == statement)
        statement.comment += "x"
        #expect(throws: StatementError.self) { try ApprovalStatement(statement.bytes) }
        statement = Example.statement
        #expect(throws: StatementError.self) {
            try ApprovalStatement(statement.bytes + [UInt8](repeating: 0x20, count: ApprovalStatement.longest))
        }
        statement.profiles = []
        #expect(throws: StatementError.self) { try ApprovalStatement(statement.bytes) }
        statement.profiles = try (0..<ApprovalStatement.mostProfiles).map {
            ApprovedProfile(try #require(ProfileName("p\($0)")))
        }
        #expect(try ApprovalStatement(statement.bytes) == statement)
        statement.profiles.append(ApprovedProfile(Example.profile))
        #expect(throws: StatementError.self) { try ApprovalStatement(statement.bytes) }
    }

    @Test func `for a review holds an hour at most`() throws {
        var review = Example.statement
        review.decision = .review
        review.expires = review.createdAt + ApprovalStatement.longestReview
        #expect(try ApprovalStatement(review.bytes) == review)
        review.expires += 1
        #expect(throws: StatementError.self) { try ApprovalStatement(review.bytes) }
        // An hour that begins later is still an hour from when it was drawn up.
        review.notBefore = review.expires - 10
        #expect(throws: StatementError.self) { try ApprovalStatement(review.bytes) }
    }

    @Test func `for an approval holds ten years at most`() throws {
        var statement = Example.statement
        statement.expires = statement.createdAt + ApprovalStatement.longestApproval
        #expect(try ApprovalStatement(statement.bytes) == statement)
        statement.expires += 1
        #expect(throws: StatementError.self) { try ApprovalStatement(statement.bytes) }
        statement.notBefore = statement.expires - 10
        #expect(throws: StatementError.self) { try ApprovalStatement(statement.bytes) }
    }

    /// The form that docs/approval.md describes, on one line.
    private static let text =
        #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"team/report","digest":{"sha256":""#
        + Example.digest.hexadecimal + #""}}],"predicateType":"urn:mayfly:approval:v1","predicate":{"id":"apr_"#
        + #"00000000000000000000000001","decision":"approve","profiles":[{"name":"standard","digest":{"sha256":""#
        + String(repeating: "02", count: 32)
        + #""},"interpreter":"/usr/bin/python3.11","interpreterDigest":{"sha256":""#
        + String(repeating: "03", count: 32) + #""},"flags":["-I","-B"]}],"author":{"uid":1000,"user":"ada"},"#
        + #""createdAt":"2026-05-07T09:30:00Z","notBefore":"2026-05-07T09:30:00Z","expires":"2026-08-05T09:30:00Z","#
        + #""comment":"looked at"}}"# + "\n"
}
