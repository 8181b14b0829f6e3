import Crypto
import MayflyCore
import MayflyEvidence
import MayflyJSON
import MayflyRun
import MayflyTestSupport
import Testing

@testable import MayflyCommands

@Suite("A statement that is to be signed anew")
struct EarlierStatementTests {
    private let own: SSHSigningKey
    private let other: SSHSigningKey
    private let statement: ApprovalStatement

    init() throws {
        own = try SSHSigningKey(Curve25519.Signing.PrivateKey())
        other = try SSHSigningKey(Curve25519.Signing.PrivateKey())
        statement = ApprovalStatement.example()
    }

    /// What a daemon answers for `statement`, with other members that are all wrong.
    private func reply(_ bytes: [UInt8], _ signatures: [[UInt8]]) -> JSON {
        let signatures = signatures.map { JSON.object(["signature": .string(String(decoding: $0, as: UTF8.self))]) }
        return .object([
            "id": .string(statement.id.text), "script": .string("team/evil"),
            "digest": .string("sha256:" + String(repeating: "cd", count: 32)),
            "profiles": .array([.object(["name": .string("lax")])]),
            "signatures": .array(signatures),
            "statement": .string(String(decoding: bytes, as: UTF8.self)),
        ])
    }

    private func signed(by key: SSHSigningKey, namespace: String = ApprovalStatement.namespace) throws -> [UInt8] {
        try key.sign(statement.bytes, namespace: namespace).armoured
    }

    @Test func `is what its signed bytes say, whatever the daemon says besides`() throws {
        let signatures = [Array("x".utf8), try signed(by: other), try signed(by: own)]
        let old = try EarlierStatement(reply(statement.bytes, signatures), id: statement.id.text)
        #expect(old.statement == statement)
        try old.check(signedBy: own.publicKey)
    }

    @Test func `has to be signed by the key that signs anew`() throws {
        var changed = statement
        changed.digest = try #require(Digest("sha256:" + String(repeating: "cd", count: 32)))
        let cases: [([UInt8], [[UInt8]])] = [
            (statement.bytes, []), (statement.bytes, [try signed(by: other)]),
            (statement.bytes, [try signed(by: own, namespace: "file")]),
            (changed.bytes, [try signed(by: own)]),
        ]
        for (bytes, signatures) in cases {
            let old = try EarlierStatement(reply(bytes, signatures), id: statement.id.text)
            let failure = #expect(throws: CommandFailure.self) { try old.check(signedBy: own.publicKey) }
            #expect(failure?.message.hasPrefix("NOT sent") == true)
        }
    }

    @Test func `is the one that was named, and an approval`() throws {
        let whole = reply(statement.bytes, [try signed(by: own)])
        #expect(throws: CommandFailure.self) { try EarlierStatement(whole, id: "apr_00000000000000000000000000") }
        var review = statement
        review.decision = .review
        #expect(throws: CommandFailure.self) { try EarlierStatement(reply(review.bytes, []), id: statement.id.text) }
        #expect(throws: CommandFailure.self) { try EarlierStatement(.null, id: statement.id.text) }
    }

    @Test func `is shown with what starts it now`() throws {
        let digest = statement.digest
        func closure(_ interpreter: String) throws -> RuntimeClosure {
            RuntimeClosure(
                profile: try #require(ProfileName("standard")),
                profileDigest: digest,
                interpreter: interpreter,
                interpreterDigest: digest,
                flags: ["-I"]
            )
        }
        var (before, now) = (statement, statement)
        before.profiles = [ApprovedProfile(try closure("/usr/bin/python3.11"))]
        now.profiles = [ApprovedProfile(try closure("/usr/bin/python3.12"))]
        let lines = try EarlierStatement(reply(before.bytes, []), id: statement.id.text).changes(to: now)
        #expect(
            lines == [
                "standard:", "- interpreter: /usr/bin/python3.11", "+ interpreter: /usr/bin/python3.12",
                "  interpreter digest: \(digest), unchanged", "  flags: -I, unchanged",
                "  profile digest: \(digest), unchanged",
            ]
        )
        before.profiles = [ApprovedProfile(try closure("/opt/K/python"))]
        now.profiles = [ApprovedProfile(try closure("/opt/\u{212a}/python"))]
        let alike = try EarlierStatement(reply(before.bytes, []), id: statement.id.text).changes(to: now)
        #expect(alike[1...2] == ["- interpreter: /opt/K/python", "+ interpreter: /opt/\\u{212a}/python"])
    }
}
