import MayflyAudit
import MayflyCore
import Testing

@Suite("The digest of a request") struct RequestDigestTests {
    @Test func `is that of the line that docs/audit.md shows`() throws {
        let digest = MerkleHash.leaf([1])
        let found = RequestDigest.of(
            digest: digest,
            profile: try #require(ProfileName("standard")),
            arguments: ["--", "1"],
            environment: ["TZ", "LANG"],
            inputs: [ReceiptFacts.File(name: "args.json", size: .bytes(8), digest: digest)],
            labels: ["b": "2", "a": "1"],
            limits: .ceiling
        )
        let limits = SessionLimits.ceiling.entries.map { #""\#($0.name.rawValue)":"\#($0.value)""# }
        let line =
            #"{"digest":"\#(digest)","profile":"standard","arguments":["--","1"],"environment":["LANG","TZ"],"#
            + #""inputs":[["args.json","8","\#(digest)"]],"labels":{"a":"1","b":"2"},"limits":{"#
            + limits.joined(separator: ",") + "}}\n"
        #expect(found == MerkleHash.digest(of: Array(line.utf8)))
    }
}
