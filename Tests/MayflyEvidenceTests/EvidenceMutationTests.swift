import Crypto
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

/// Manifest, statement and signatures, as they travel to the verifier of a launch.
@Suite("Changed evidence of a launch") struct EvidenceMutationTests {
    private static let manifest = Array(
        """
        \(String(repeating: "0a", count: 32))  main.py
        \(String(repeating: "0b", count: 32))  mayfly.yaml

        """.utf8
    )

    /// What is shown for a launch.
    private struct Evidence: Equatable {
        var manifest: [UInt8]
        var signed: SignedStatement
    }

    private static func digest(of bytes: [UInt8]) throws -> MayflyCore.Digest {
        guard let digest = MayflyCore.Digest(bytes: Array(SHA256.hash(data: bytes))) else { throw NoDigest() }
        return digest
    }

    private struct NoDigest: Error {}

    /// What is refused, and which signature is at fault.
    private static func refusal(of evidence: Evidence, by rule: ApprovalRule) throws -> ApprovalRefusal? {
        let digest = try digest(of: evidence.manifest)
        do throws(ApprovalRefusal) {
            _ = try rule.decide(evidence.signed, digest: digest, profile: Example.profile)
            return nil
        } catch { return error }
    }

    @Test(arguments: 0..<4)
    func `is refused in 6,000 of 6,000 cases, by the part that was changed`(part: Int) throws {
        var panel = try Panel("bob", "eve", "kim")
        panel.policy.required = 2
        var statement = Example.statement
        statement.digest = try Self.digest(of: Self.manifest)
        let good = Evidence(manifest: Self.manifest, signed: try panel.evidence(statement, by: ["bob", "eve"]))
        statement.comment = "another"
        let other = try panel.evidence(statement, by: ["bob", "eve"])
        var rule = try panel.rule
        rule.memory = SignatureMemory()
        #expect(try Self.refusal(of: good, by: rule) == nil)
        var generator = SeededGenerator(state: UInt64(part) + 1)
        var refused = 0
        for number in 0..<1500 {
            var changed = good
            let target = Int.random(in: 0..<4, using: &generator)
            switch target {
            case 0: Self.change(&changed.manifest, instead: Self.manifest + Self.manifest, using: &generator)
            case 1: Self.change(&changed.signed.statement, instead: other.statement, using: &generator)
            default:
                let index = target - 2
                Self.change(&changed.signed.signatures[index], instead: other.signatures[index], using: &generator)
            }
            // A newline behind the armour is no part of a signature.
            guard changed != good, !Self.isSame(changed, good) else { continue }
            let refusal = try #require(try Self.refusal(of: changed, by: rule), "number \(number) of part \(part)")
            let wanted: [ApprovalRefusal.Rule] =
                switch target {
                case 0: [.digestMismatch]
                case 1: ApprovalRefusal.Rule.allCases.filter { $0 != .digestRevoked }
                default: [.notEnough]
                }
            #expect(wanted.contains(refusal.rule), "number \(number) of part \(part): \(refusal)")
            refused += 1
            guard target > 1 else { continue }
            let named = refusal.detail.split(separator: "; ").filter { $0.contains("does not count") }
            #expect(named.count == 1 && named[0].hasPrefix("signature \(target - 1): "), "\(refusal)")
        }
        #expect(refused > 1200, "few changes change nothing")
    }

    private static func isSame(_ left: Evidence, _ right: Evidence) -> Bool {
        func blobs(_ evidence: Evidence) -> [[UInt8]?] {
            evidence.signed.signatures.map { (try? SSHSignature(armoured: $0))?.blob }
        }
        return left.manifest == right.manifest && left.signed.statement == right.signed.statement
            && blobs(left) == blobs(right)
    }

    /// Flips, takes away or adds a byte, cuts the end off, or puts something else in the place of all.
    private static func change(_ bytes: inout [UInt8], instead: [UInt8], using generator: inout SeededGenerator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1: bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 4: bytes.removeSubrange(place...)
        default: bytes = instead
        }
    }
}
