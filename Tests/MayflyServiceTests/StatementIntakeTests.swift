import MayflyCore
import MayflyEvidence
import MayflyJSON
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("A statement that is brought") struct StatementIntakeTests {
    private let cast: LifeWorld.Cast
    private let world: LifeWorld
    private let statement: ApprovalStatement

    init() throws {
        cast = try LifeWorld.Cast()
        var world = try LifeWorld(cast)
        _ = world.propose(.author)
        self.world = world
        var generator = SeededGenerator(state: 1)
        statement = ApprovalStatement(
            id: ApprovalID(milliseconds: 1, using: &generator),
            name: cast.name,
            digest: cast.digest,
            decision: .approve,
            profiles: cast.closures.map { ApprovedProfile($0) },
            author: .init(uid: 1000, user: "author"),
            createdAt: world.terms.seconds,
            notBefore: world.terms.seconds,
            expires: world.terms.seconds + 3600,
            comment: "looked at"
        )
    }

    private func check(
        _ content: ApprovalStatement,
        _ bytes: [UInt8],
        in world: LifeWorld,
        author: String = "author",
        closures: [RuntimeClosure]? = nil
    ) throws(ServiceError) {
        try LifecycleRule.checkSigning(
            of: content,
            bytes: bytes,
            world.life,
            by: LifeWorld.Person.first.caller,
            author: { .init(uid: $0.author.uid, user: author) },
            closures: closures ?? cast.closures,
            world.terms
        )
    }

    /// The statement's text in other spellings, each of which says the same.
    private func spellings() throws -> [String] {
        let json = try JSONReader.read(statement.bytes)
        let text = json.compactText + "\n"
        return [
            json.prettyText, json.compactText, text + "\n", " " + text,
            JSON.object(json.members.reversed()).compactText + "\n", text.replacing("team/a", with: #"te\u0061m/a"#),
        ]
    }

    @Test func `is refused in another spelling than the daemon's, if it is new`() throws {
        try check(statement, statement.bytes, in: world)
        for text in try spellings() {
            let bytes = Array(text.utf8)
            #expect(try ApprovalStatement(bytes) == statement && bytes != statement.bytes)
            let error = #expect(throws: ServiceError.self) { try check(statement, bytes, in: world) }
            #expect(error?.code == "statement_refused" && error?.sentence.contains("sign exactly") == true)
        }
    }

    @Test func `goes on counting in the spelling in which somebody has signed it`() throws {
        for text in try spellings() {
            var world = self.world
            let bytes = Array(text.utf8)
            world.life.statements = [
                StatementRecord(
                    id: statement.id.text,
                    name: cast.name,
                    digest: cast.digest,
                    decision: "approve",
                    bytes: bytes
                )
            ]
            try check(statement, bytes, in: world)
        }
    }

    @Test func `is refused when it was drawn up before a rejection, though the version is proposed again`() throws {
        var world = self.world
        world.life.latest[cast.name] = [.proposed: 3, .rejected: 2]
        // Of the second of the rejection, or later, or of before it: statements know whole seconds.
        // And of a clock that was set back since then: it would be refused however new it is.
        let cases = [
            (-1000, true), (0, true), (999, true), (1000, false), (60_000, false), (61_000, true), (86_400_000, true),
        ]
        for (later, isTaken) in cases {
            let moment = world.terms.now.advanced(by: .milliseconds(later))
            world.life.rejections[cast.name] = world.rejection(by: .first, at: moment)
            if isTaken {
                try check(statement, statement.bytes, in: world)
            } else {
                let error = #expect(throws: ServiceError.self) { try check(statement, statement.bytes, in: world) }
                #expect(error?.code == "statement_refused", "\(later)")
                #expect(error?.sentence.contains("fetch a new statement") == true)
            }
        }
        let other = try #require(ScriptName("team/b"))
        let moment = world.terms.now.advanced(by: .seconds(1))
        world.life.rejections = [other: world.rejection(by: .first, at: moment)]
        try check(statement, statement.bytes, in: world)
    }

    /// Who has proposed the same bytes under another name, and why a signature that `first` makes is not taken.
    private static let others: [(user: String, code: String?)] = [
        ("second", nil), ("first", "signature_refused"), ("First@elsewhere", "signature_refused"),
        ("#1001", "statement_refused"), ("1001", "statement_refused"), ("#", "statement_refused"),
    ]

    @Test(arguments: others.indices) func `looks at every author of the bytes in the same way`(index: Int) throws {
        let (user, code) = Self.others[index]
        var world = self.world
        var other = try #require(world.life.versions.first)
        other.name = try #require(ScriptName("team/b"))
        other.author.uid = 1001
        let armour = try #require(cast.signers[.first]).sign(statement.bytes)
        let record = StatementRecord(
            id: statement.id.text,
            name: cast.name,
            digest: cast.digest,
            decision: "approve",
            bytes: statement.bytes
        )
        func refusal() throws -> String? {
            let new = try NewSignature(armour, on: record, saying: statement, world.terms)
            do throws(ServiceError) {
                try LifecycleRule.checkSigner(
                    new,
                    on: statement,
                    world.life,
                    author: { .init(uid: $0.author.uid, user: $0.author.uid == 1001 ? user : "author") },
                    world.terms
                )
                return nil
            } catch { return error.code }
        }
        #expect(try refusal() == nil, "the control: nobody else has proposed them")
        for isFirst in [true, false] {
            world.life.versions = isFirst ? [other] + self.world.life.versions : self.world.life.versions + [other]
            #expect(try refusal() == code)
        }
        world.terms.allowsSelfApproval = true
        #expect(try refusal() == nil, "authors may approve")
    }

    @Test func `has the author's name and the interpreter's options byte for byte`() throws {
        var other = statement
        other.author.user = "\u{212a}im"
        let error = #expect(throws: ServiceError.self) { try check(other, other.bytes, in: world, author: "Kim") }
        #expect(error?.code == "statement_refused" && error?.sentence.contains("author") == true)
        var closures = cast.closures
        closures[0].flags = ["-K"]
        other = statement
        other.profiles = closures.map { ApprovedProfile($0) }
        try check(other, other.bytes, in: world, closures: closures)
        closures[0].flags = ["-\u{212a}"]
        let changed = #expect(throws: ServiceError.self) {
            try check(other, other.bytes, in: world, closures: closures)
        }
        #expect(changed?.code == "runtime_changed")
    }
}
