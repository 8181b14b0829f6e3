import MayflyCore
import MayflyEvidence
import MayflyStore
import MayflyTestSupport

@testable import MayflyService

/// One digest, the people around it, and what the rules of the service let them do to it: no store, no clock, no daemon.
///
/// What is allowed changes the world exactly as the store does it: events get numbers, statements get signatures.
struct LifeWorld {
    typealias Person = LifeModel.Person

    /// What everything begins with; made once, since keys are not the same twice.
    struct Cast {
        let signers: [Person: TestSigner]
        let digest: Digest
        let name: ScriptName
        let closures: [RuntimeClosure]
        let trustWithout: @Sendable (Set<Person>) throws -> TrustFiles
        /// As the daemon has one: the same few signatures are looked at in every place.
        let memory = SignatureMemory()

        init() throws {
            var signers: [Person: TestSigner] = [:]
            for person in Person.allCases { signers[person] = try TestSigner("\(person)@test") }
            let all = signers
            self.signers = all
            guard let digest = Digest(bytes: [UInt8](repeating: 9, count: 32)), let name = ScriptName("team/a"),
                let standard = ProfileName("standard"), let strict = ProfileName("strict")
            else { throw Impossible() }
            (self.digest, self.name) = (digest, name)
            closures = [standard, strict].map {
                RuntimeClosure(
                    profile: $0,
                    profileDigest: digest,
                    interpreter: "/bin/sh",
                    interpreterDigest: digest,
                    flags: []
                )
            }
            trustWithout = { revoked in
                let lines = all.values.sorted { $0.principal < $1.principal }.map(\.line).joined()
                let keys = revoked.compactMap { all[$0]?.key.publicKey.fingerprint }.sorted().joined(separator: "\n")
                return try TrustFiles(allowedSigners: Array(lines.utf8), revokedKeys: Array((keys + "\n").utf8))
            }
        }

        struct Impossible: Error {}
    }

    let cast: Cast
    var life: VersionLife
    var terms: AdmissionTerms
    var revokedKeys: Set<Person> = []
    private var events: Int64 = 0
    private var statements: UInt64 = 0
    /// When each statement ends; in seconds since 1970.
    private var ends: [String: UInt64] = [:]

    init(_ cast: Cast) throws {
        self.cast = cast
        life = VersionLife(digest: cast.digest, versions: [])
        terms = AdmissionTerms(
            trust: try cast.trustWithout([]),
            policies: [
                cast.closures[0].profile: ApprovalPolicy(required: 1),
                cast.closures[1].profile: ApprovalPolicy(required: 2),
            ],
            allowsSelfApproval: false,
            now: Timestamp(milliseconds: 1_800_000_000_000),
            memory: cast.memory
        )
    }

    static func author(of version: VersionRecord) -> ApprovalStatement.Author {
        let person = Person(rawValue: Int(version.author.uid) - 1000)
        return .init(uid: version.author.uid, user: person.map { "\($0)" } ?? "nobody")
    }

    private mutating func event(_ kind: VersionEvent.Kind) -> Int64 {
        events += 1
        life.latest[cast.name, default: [:]][kind] = events
        return events
    }

    // MARK: - What people do; each as the service does it, `false` when a rule forbids it

    mutating func propose(_ person: Person) -> Bool {
        guard life.versions.isEmpty || life.isRejected else { return true }
        if life.versions.isEmpty {
            life.versions = [
                VersionRecord(
                    name: cast.name,
                    digest: cast.digest,
                    runtime: .sh,
                    entry: "main.sh",
                    files: [],
                    author: person.caller.identity,
                    createdAt: terms.now
                )
            ]
        }
        _ = event(.proposed)
        return true
    }

    mutating func approve(_ person: Person) throws -> Bool {
        guard let version = life.versions.first, let signer = cast.signers[person] else { return false }
        var record = try statement(version)
        let content = try ApprovalStatement(record.bytes)
        let armour = try signer.sign(record.bytes)
        do throws(ServiceError) {
            try LifecycleRule.checkSigning(
                of: content,
                bytes: record.bytes,
                life,
                by: person.caller,
                author: Self.author,
                closures: cast.closures,
                terms
            )
            let new = try NewSignature(armour, on: record, saying: content, terms)
            try LifecycleRule.checkSigner(new, on: content, life, author: Self.author, terms)
            guard !record.signatures.contains(where: { $0.key == new.fingerprint }) else { return true }
            record.signatures.append(
                SignatureRecord(
                    armour: armour,
                    key: new.fingerprint,
                    principal: new.principal,
                    by: person.caller.identity,
                    createdAt: terms.now
                )
            )
        } catch { return false }
        let number = event(.signed)
        if let place = life.statements.firstIndex(where: { $0.id == record.id }) {
            life.statements[place] = record
        } else {
            record.sequence = number
            life.statements.insert(record, at: 0)
        }
        return true
    }

    /// The statement that the daemon would hand out: the open one, else a new one that holds an hour.
    private mutating func statement(_ version: VersionRecord) throws -> StatementRecord {
        let profiles = cast.closures.map(\.profile)
        let request = StatementRequest(name: cast.name, digest: cast.digest, profiles: profiles)
        if let open = LifecycleRule.openStatement(for: request, cast.closures, life, terms) { return open }
        statements += 1
        var generator = SeededGenerator(state: statements)
        let content = ApprovalStatement(
            id: ApprovalID(milliseconds: statements, using: &generator),
            name: cast.name,
            digest: cast.digest,
            decision: .approve,
            profiles: cast.closures.map { ApprovedProfile($0) },
            author: Self.author(of: version),
            createdAt: terms.seconds,
            notBefore: terms.seconds,
            expires: terms.seconds + 3600
        )
        ends[content.id.text] = content.expires
        return StatementRecord(
            id: content.id.text,
            name: cast.name,
            digest: cast.digest,
            decision: "approve",
            bytes: content.bytes,
            sequence: .max
        )
    }

    mutating func reject(_ person: Person) -> Bool {
        guard !life.versions.isEmpty,
            (try? LifecycleRule.checkRejection(of: life, as: cast.name, by: person.caller, terms)) != nil
        else { return false }
        _ = event(.rejected)
        life.rejections[cast.name] = rejection(by: person, at: terms.now)
        return true
    }

    /// What the store keeps of a rejection, so far as rules look at it.
    func rejection(by person: Person, at moment: Timestamp) -> VersionEvent {
        VersionEvent(.rejected, cast.name, cast.digest, by: person.caller.identity, at: moment, text: "unclear")
    }

    mutating func revoke(_ person: Person) -> Bool {
        guard !life.versions.isEmpty, person.caller.isApprover else { return false }
        if life.revocation == nil {
            life.revocation = RevocationRecord(
                digest: cast.digest,
                by: person.caller.identity,
                reason: "bad",
                createdAt: terms.now
            )
            _ = event(.revoked)
        }
        return true
    }

    mutating func expire() {
        terms.now = terms.now.advanced(by: .seconds(3600))
    }

    mutating func revokeKey(of person: Person) throws {
        revokedKeys.insert(person)
        terms.trust = try cast.trustWithout(revokedKeys)
    }

    /// Whether the bytes would run now under the profile that wants so many people.
    func runs(needing required: Int) -> Bool {
        let profile = cast.closures[required - 1].profile
        return (try? AdmissionRule.admit(life, named: nil, under: profile, terms)) != nil
    }

    /// All that a rule looks at, without identifiers and moments: worlds with the same key go on in the same way.
    var key: String {
        let statements = life.statements.map { statement in
            let isOver = (ends[statement.id] ?? 0) <= terms.seconds
            let signers = statement.signatures.map { "\($0.principal)" }.joined(separator: "+")
            return "\(life.isOpen(statement) ? "open" : "closed") \(isOver ? "over" : "holds") \(signers)"
        }
        let author = life.versions.first.map { "\($0.author.uid)" } ?? "none"
        let keys = revokedKeys.map(\.rawValue).sorted()
        return "\(author) \(life.isRejected) \(life.revocation != nil) \(keys) \(statements)"
    }
}

extension LifeModel.Person {
    var caller: Caller {
        let identity = CallerIdentity(uid: UInt32(1000 + rawValue), gid: 1000, pid: 1)
        return Caller(identity, roles: self == .agent ? [.agent] : [.agent, .approver])
    }
}
