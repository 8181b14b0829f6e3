import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyEvidence

/// Of every signature of ECDSA, (r, s), there is a second one that is as right and that anybody can compute: (r, n - s).
@Suite("The twin of a signature") struct TwinSignatureTests {
    /// The order of P-256's group, n.
    private static let order: [UInt8] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ]

    /// A log of one approval, and what lies beside it.
    private struct Copy {
        let log: TestLog
        let people: String
        let signature: [UInt8]
        /// The name of the signature's file.
        let file: String

        /// - Parameter isNamed: Whether the record names the signature; those of older versions do not.
        init(isNamed: Bool) throws {
            let (log, keygen, statement) = (try TestLog(), try SSHKeygen(), try ExportedEvidence.statement("a"))
            people = "ada@test \(try keygen.makeKey("key", kind: "ecdsa", bits: 256))\n"
            signature = try keygen.sign(statement.bytes, with: "key", namespace: ApprovalStatement.namespace)
            file = "approvals/\(statement.id).json.1.sig"
            let fact = ApprovalFact(
                id: statement.id.text,
                script: statement.name,
                digest: statement.digest,
                profiles: statement.profiles.map(\.name),
                statement: MerkleHash.digest(of: statement.bytes),
                signers: ["ada@test"],
                by: 7,
                expires: Timestamp(milliseconds: 1_800_003_600_000),
                isSelfApproval: false,
                signature: isNamed ? MerkleHash.digest(of: signature) : nil
            )
            let writer = try log.open()
            try writer.append([log.leaf(.approved(fact))])
            try writer.close()
            try log.makeDirectory(LogDirectory.approvals)
            try log.write(statement.bytes, to: "approvals/\(statement.id).json")
            try log.write(signature, to: file)
            self.log = log
        }

        func damage() throws -> AuditDamage? { try MayflyAuditTests.damage { try log.check(people: people) } }
    }

    private static func twin(of armour: [UInt8]) throws -> [UInt8] {
        let signature = try SSHSignature(armoured: armour)
        var (rest, borrow): ([UInt8], Int) = ([], 0)
        for (n, s) in zip(order, signature.proof.suffix(32)).reversed() {
            let difference = Int(n) - Int(s) - borrow
            borrow = difference < 0 ? 1 : 0
            rest.insert(UInt8(difference + 256 * borrow), at: 0)
        }
        let twin = SSHSignature(
            key: signature.key,
            namespace: signature.namespace,
            hash: signature.hash,
            proof: Array(signature.proof.prefix(32)) + rest
        )
        try twin.verify(try ExportedEvidence.statement("a").bytes, namespace: ApprovalStatement.namespace)
        return twin.armoured
    }

    @Test func `is another one than the record names`() throws {
        let copy = try Copy(isNamed: true)
        #expect(try copy.damage() == nil)
        let twin = try Self.twin(of: copy.signature)
        #expect(twin != copy.signature)
        try copy.log.write(twin, to: copy.file)
        let found = try #require(try copy.damage())
        #expect(found.record == 0 && found.file == copy.file && found.detail.contains("another signature"), "\(found)")
    }

    @Test func `is not told from it by a record of an older version`() throws {
        let copy = try Copy(isNamed: false)
        try copy.log.write(try Self.twin(of: copy.signature), to: copy.file)
        #expect(try copy.damage() == nil)
    }
}
