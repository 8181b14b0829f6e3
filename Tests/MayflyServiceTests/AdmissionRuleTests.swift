import MayflyCore
import MayflyEvidence
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("Admission") struct AdmissionRuleTests {
    private let cast: LifeWorld.Cast
    private let standard: ProfileName
    private let strict: ProfileName
    /// Seconds since 1970.
    private let now: UInt64 = 1_800_000_000

    init() throws {
        cast = try LifeWorld.Cast()
        (standard, strict) = (cast.closures[0].profile, cast.closures[1].profile)
    }

    /// A world in which a version is proposed.
    private func world() throws -> LifeWorld {
        var world = try LifeWorld(cast)
        _ = world.propose(.author)
        return world
    }

    /// Adds a statement that the first reviewer has signed; its identifier.
    ///
    /// - Parameter interpreter: What it says starts the script; nothing when it is `nil`.
    @discardableResult
    private func sign(
        _ world: inout LifeWorld,
        for profiles: [ProfileName],
        until end: UInt64,
        interpreter: String? = "/bin/sh",
        number: UInt64 = 1
    ) throws -> String {
        var generator = SeededGenerator(state: end &+ number)
        let approved = cast.closures.filter { profiles.contains($0.profile) }.map { closure in
            guard let interpreter else { return ApprovedProfile(closure.profile) }
            var closure = closure
            closure.interpreter = interpreter
            return ApprovedProfile(closure)
        }
        let statement = ApprovalStatement(
            id: ApprovalID(milliseconds: number, using: &generator),
            name: cast.name,
            digest: cast.digest,
            decision: .approve,
            profiles: approved,
            author: .init(uid: 1000, user: "author"),
            createdAt: now - 100,
            notBefore: now - 100,
            expires: end
        )
        let signer = try #require(cast.signers[.first])
        let signature = SignatureRecord(
            armour: try signer.sign(statement.bytes),
            key: signer.key.publicKey.fingerprint,
            principal: signer.principal,
            by: LifeWorld.Person.first.caller.identity,
            createdAt: world.terms.now
        )
        world.life.statements.append(
            StatementRecord(
                id: statement.id.text,
                name: cast.name,
                digest: cast.digest,
                decision: "approve",
                bytes: statement.bytes,
                sequence: 100,
                signatures: [signature]
            )
        )
        return statement.id.text
    }

    private func admit(_ world: LifeWorld, _ profile: ProfileName? = nil) throws(ServiceError) -> Admission {
        try AdmissionRule.admit(world.life, named: cast.name, under: profile ?? standard, world.terms)
    }

    @Test func `takes the statement that holds longest`() throws {
        var world = try world()
        try sign(&world, for: [standard], until: now + 10, number: 1)
        let longer = try sign(&world, for: [standard], until: now + 20, number: 2)
        #expect(try admit(world).statement.id == longer)
        #expect(try admit(world).holdsUntil == Timestamp(seconds: now + 20))
        #expect(try admit(world).approvers == ["first@test"])
    }

    @Test func `takes the statement whose approvers saw this host's interpreter, though it ends earlier`() throws {
        var world = try world()
        world.terms.closures = [.sh: cast.closures]
        try sign(&world, for: [standard], until: now + 20, interpreter: "/bin/older", number: 1)
        #expect(try admit(world).isPinned == false)
        let pinned = try sign(&world, for: [standard], until: now + 10, number: 2)
        #expect(try admit(world).statement.id == pinned)
        #expect(try admit(world).isPinned)
    }

    @Test func `would be refused by the warden where the profile enforces what approvers saw, and only there`() throws {
        var world = try world()
        let id = try sign(&world, for: [standard], until: now + 20, interpreter: "/bin/older")
        world.terms.policies[standard] = ApprovalPolicy(pin: .enforce)
        #expect(try admit(world).refusal(as: cast.name, under: standard) == nil, "nobody has said what starts it")
        world.terms.closures = [.python: cast.closures]
        #expect(try admit(world).refusal(as: cast.name, under: standard) == nil, "nor here")
        world.terms.closures = [.sh: cast.closures]
        let detail = "other than approved: path /bin/older, now /bin/sh"
        #expect(
            try admit(world).refusal(as: cast.name, under: standard)
                == .runtimeChanged(cast.digest, name: cast.name, standard, detail: detail, approval: id)
        )
        world.terms.policies[standard] = ApprovalPolicy(pin: .report)
        #expect(try admit(world).isPinned == false)
        #expect(try admit(world).refusal(as: cast.name, under: standard) == nil)
    }

    @Test func `is not held by a statement that does not say what starts it, as the warden has it`() throws {
        var world = try world()
        world.terms.policies[standard] = ApprovalPolicy(pin: .enforce)
        world.terms.closures = [.sh: cast.closures]
        try sign(&world, for: [standard], until: now + 20, interpreter: nil, number: 1)
        #expect(try admit(world).objection == "the statement does not say what starts the script")
        let pinned = try sign(&world, for: [standard], until: now + 10, number: 2)
        #expect(try admit(world).statement.id == pinned)
        #expect(try admit(world).objection == nil)
    }

    @Test func `says how many people are wanted where nobody has signed`() throws {
        let world = try world()
        #expect(throws: ServiceError.scriptNotApproved(cast.digest, name: cast.name, strict, required: 2)) {
            try admit(world, strict)
        }
    }

    @Test func `ends at the very second that a statement ends`() throws {
        var world = try world()
        try sign(&world, for: [standard], until: now)
        let end = Timestamp(seconds: now)
        let error = ServiceError.approvalExpired(cast.digest, name: cast.name, [standard], at: end)
        #expect(throws: error) { try admit(world) }
        world.terms.now = Timestamp(milliseconds: Int64(now) * 1000 - 1)
        #expect(try admit(world).holdsUntil == Timestamp(seconds: now))
    }

    @Test func `says from when a statement holds that does not hold yet`() throws {
        var world = try world()
        try sign(&world, for: [standard], until: now + 100)
        world.terms.now = Timestamp(seconds: now - 101)
        let start = Timestamp(seconds: now - 100)
        let error = ServiceError.approvalNotYetValid(cast.digest, name: cast.name, standard, from: start)
        #expect(throws: error) { try admit(world) }
        world.terms.now = start
        #expect(try admit(world).holdsUntil == Timestamp(seconds: now + 100))
    }

    @Test func `is for the profiles of one statement that still holds`() throws {
        var world = try world()
        try sign(&world, for: [strict], until: now - 1, number: 1)
        try sign(&world, for: [standard], until: now + 100, number: 2)
        #expect(throws: ServiceError.profileNotApproved(cast.digest, strict, approved: [standard])) {
            try admit(world, strict)
        }
    }

    @Test func `counts people, not statements`() throws {
        var world = try world()
        try sign(&world, for: [strict], until: now + 100, number: 1)
        try sign(&world, for: [strict], until: now + 100, number: 2)
        let error = #expect(throws: ServiceError.self) { try admit(world, strict) }
        #expect(error?.code == "not_enough_approvals")
        #expect(error?.sentence.contains("1 of 2 signatures count") == true)
    }

    @Test func `tells the author why a reviewer said no, in one line, where the bytes have one name`() throws {
        var world = try world()
        let isRejected = world.reject(.first)
        #expect(isRejected)
        world.life.rejections[cast.name]?.text = "it prints\n\n\tnames" + String(repeating: "!", count: 1000)
        let error = #expect(throws: ServiceError.self) { try admit(world) }
        #expect(error?.code == "script_rejected")
        let sentence = try #require(error?.sentence)
        #expect(sentence.hasPrefix("a reviewer rejected \(cast.digest): it prints names!"))
        #expect(sentence.hasSuffix("!…") && sentence.utf8.count < 700)

        let other = try #require(ScriptName("team/b"))
        world.life.latest[other] = [.proposed: 1, .rejected: 2]
        world.life.rejections[other] = world.rejection(by: .first, at: world.terms.now)
        #expect(throws: ServiceError.scriptRejected(cast.digest, reason: nil)) {
            try AdmissionRule.admit(world.life, named: nil, under: standard, world.terms)
        }
        #expect(throws: ServiceError.scriptRejected(cast.digest, reason: "unclear")) {
            try AdmissionRule.admit(world.life, named: other, under: standard, world.terms)
        }
    }

    @Test func `is over with a revocation, whatever was signed`() throws {
        var world = try world()
        try sign(&world, for: [standard], until: now + 100)
        let isRevoked = world.revoke(.first)
        #expect(isRevoked)
        #expect(throws: ServiceError.scriptRevoked(cast.digest, reason: "bad")) { try admit(world) }
    }

    @Test func `has its place by the newest statement that counts, not by the newest of all`() throws {
        var world = try world()
        #expect(AdmissionRule.place(of: world.life, world.terms) == nil)
        try sign(&world, for: [strict], until: now + 100, number: 1)
        try sign(&world, for: [standard], until: now, number: 2)
        for (place, sequence) in [Int64(9), 8].enumerated() { world.life.statements[place].sequence = sequence }
        #expect(AdmissionRule.place(of: world.life, world.terms) == nil, "one lacks a signature, and one is over")
        #expect(AdmissionRule.state(world.life, world.terms) == .expired)
        for (number, sequence) in [(UInt64(3), Int64(7)), (4, 6)] {
            try sign(&world, for: [standard], until: now + 100, number: number)
            world.life.statements[world.life.statements.count - 1].sequence = sequence
        }
        #expect(AdmissionRule.place(of: world.life, world.terms) == 7)
        #expect(AdmissionRule.state(world.life, world.terms) == .approved)
        world.life.latest[cast.name, default: [:]][.deprecated] = 7
        #expect(AdmissionRule.place(of: world.life, world.terms) == nil)
        #expect(AdmissionRule.state(world.life, world.terms) == .deprecated)
        world.terms.policies[strict] = ApprovalPolicy(required: 1)
        #expect(AdmissionRule.place(of: world.life, world.terms) == 9, "it counts from when it has enough")
    }

    @Test func `asks more of everybody as soon as the profile does`() throws {
        var world = try world()
        try sign(&world, for: [standard], until: now + 100)
        _ = try admit(world)
        world.terms.policies[standard] = ApprovalPolicy(required: 2)
        #expect(throws: ServiceError.self) { try admit(world) }
        world.terms.policies[standard] = ApprovalPolicy(needsHardwareKeys: true)
        #expect(throws: ServiceError.self) { try admit(world) }
        world.terms.policies[standard] = ApprovalPolicy(maximumAge: .seconds(100))
        let error = #expect(throws: ServiceError.self) { try admit(world) }
        #expect(error?.code == "approval_too_old")
        world.terms.policies[standard] = nil
        #expect(throws: ServiceError.self) { try admit(world) }
    }
}
