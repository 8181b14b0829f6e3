import MayflyJSON
import Testing

@testable import MayflyClient

@Suite("A script's reply") struct ScriptReplyTests {
    private static let versions =
        #""versions":[{"digest":"sha256:03","state":"proposed"},{"digest":"sha256:02","state":"approved"},"#
        + #"{"digest":"sha256:01","state":"approved"}]"#

    @Test(
        arguments: [
            (#""current":"sha256:01","#, "sha256:01"), (#""current":"sha256:02","#, "sha256:02"),
            (#""current":null,"#, nil), (#""current":"sha256:09","#, nil), (#""current":1,"#, nil), ("", "sha256:02"),
        ] as [(String, String?)]
    )
    func `has the version that its name means, or the newest approved one where nobody says`(
        member: String,
        digest: String?
    ) throws {
        let reply = ScriptReply(try JSONReader.read(Array("{\(member)\(Self.versions)}".utf8)))
        #expect(reply.current?.digest == digest)
        #expect(reply.versions.map(\.digest) == ["sha256:03", "sha256:02", "sha256:01"])
    }

    @Test(
        arguments: [
            (#""current":"sha256:01","#, "sha256:01"), (#""current":"sha256:09","#, "sha256:09"),
            (#""current":null,"#, nil), ("", "sha256:02"),
        ] as [(String, String?)]
    )
    func `says what its name means also where that is on another page`(member: String, digest: String?) throws {
        let reply = ScriptReply(try JSONReader.read(Array("{\(member)\(Self.versions)}".utf8)))
        #expect(reply.currentDigest == digest)
    }

    @Test func `means nothing without versions`() {
        #expect(ScriptReply(.object([])).current == nil)
        #expect(ScriptReply(.null).versions.isEmpty)
    }
}
