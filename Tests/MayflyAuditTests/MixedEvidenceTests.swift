import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

/// Whoever has the log's key can write what they like; what people have signed they cannot.
@Suite("A record of something that nobody signed") struct MixedEvidenceTests {
    private struct Claim: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let script: ScriptName?
        let digest: Digest?
        let profiles: [ProfileName]?
        let isTrue: Bool

        init(_ what: String, script: String? = nil, digest: Digest? = nil, profile: String? = nil, isTrue: Bool = false)
        {
            testDescription = what
            self.script = script.flatMap { ScriptName($0) }
            self.digest = digest
            self.profiles = profile.flatMap { ProfileName($0) }.map { [$0] }
            self.isTrue = isTrue
        }
    }

    private static let claims = [
        Claim("what was signed", isTrue: true),
        Claim("another version", digest: MerkleHash.leaf([2])),
        Claim("another script", script: "admin/wipe"),
        Claim("another profile", profile: "strict"),
    ]

    @Test(arguments: claims) private func `is found out by the statement that it names`(claim: Claim) throws {
        let (log, signer) = (try TestLog(), try TestSigner("ada@test"))
        let statement = try ExportedEvidence.statement("a")
        let event = ExportedEvidence.approved(
            statement,
            by: [signer],
            script: claim.script,
            digest: claim.digest,
            profiles: claim.profiles
        )
        let writer = try log.open()
        try writer.append([log.leaf(event)])
        try writer.close()
        try log.makeDirectory(LogDirectory.approvals)
        let file = "approvals/\(statement.id).json"
        try log.write(statement.bytes, to: file)
        try log.write(Array(try signer.sign(statement.bytes).utf8), to: "\(file).1.sig")
        let found = try damage { try log.check(people: signer.line) }
        #expect(found?.record == (claim.isTrue ? nil : 0))
        #expect(found?.file == (claim.isTrue ? nil : file))
    }
}
