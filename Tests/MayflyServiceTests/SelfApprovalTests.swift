import MayflyCore
import MayflyEvidence
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("An approval by an author") struct SelfApprovalTests {
    typealias Person = LifeModel.Person

    private let cast: LifeWorld.Cast
    private var world: LifeWorld

    init() throws {
        cast = try LifeWorld.Cast()
        world = try LifeWorld(cast)
        world.terms.allowsSelfApproval = true
        _ = world.propose(.author)
    }

    /// Whether a statement of the first version is said to be one, which one person has signed and another has brought.
    private func isSelfApproval(by signer: Person, broughtBy bringer: Person, in world: LifeWorld) throws -> Bool {
        var generator = SeededGenerator(state: 1)
        let content = ApprovalStatement(
            id: ApprovalID(milliseconds: 1, using: &generator),
            name: cast.name,
            digest: cast.digest,
            decision: .approve,
            profiles: cast.closures.map { ApprovedProfile($0) },
            author: LifeWorld.author(of: try #require(world.life.versions.first)),
            createdAt: world.terms.seconds,
            notBefore: world.terms.seconds,
            expires: world.terms.seconds + 3600
        )
        let key = try #require(cast.signers[signer])
        let signature = SignatureRecord(
            armour: try key.sign(content.bytes),
            key: key.key.publicKey.fingerprint,
            principal: key.principal,
            by: bringer.caller.identity,
            createdAt: world.terms.now
        )
        let record = StatementRecord(
            id: content.id.text,
            name: cast.name,
            digest: cast.digest,
            decision: "approve",
            bytes: content.bytes,
            sequence: 100,
            signatures: [signature]
        )
        let detail = StatementRule.detail(record, of: world.life, author: LifeWorld.author, world.terms)
        return try #require(detail).isSelfApproval
    }

    /// The same bytes under another name, proposed by another person.
    private func withAnother(by person: Person, after time: Duration = .zero) throws -> LifeWorld {
        var world = self.world
        var other = try #require(world.life.versions.first)
        other.name = try #require(ScriptName("team/b"))
        other.author = person.caller.identity
        other.createdAt = other.createdAt.advanced(by: time)
        world.life.versions.append(other)
        return world
    }

    @Test func `is told by who brings it, and by whose key it is`() throws {
        #expect(try isSelfApproval(by: .first, broughtBy: .author, in: world))
        #expect(try isSelfApproval(by: .author, broughtBy: .first, in: world))
        #expect(try !isSelfApproval(by: .first, broughtBy: .second, in: world))
    }

    @Test func `is one by who has proposed the same bytes under another name`() throws {
        let world = try withAnother(by: .second)
        #expect(try isSelfApproval(by: .second, broughtBy: .first, in: world))
        #expect(try isSelfApproval(by: .first, broughtBy: .second, in: world))
        #expect(try !isSelfApproval(by: .first, broughtBy: .first, in: world))
    }

    @Test func `is none by who has proposed them after it only`() throws {
        let world = try withAnother(by: .second, after: .seconds(1))
        #expect(try !isSelfApproval(by: .second, broughtBy: .first, in: world))
    }
}
