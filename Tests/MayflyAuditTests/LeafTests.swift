import MayflyAudit
import MayflyCore
import MayflyJSON
import Testing

@Suite("A record of the audit log") struct LeafTests {
    private let time = Timestamp(milliseconds: 1_800_000_000_250)
    private let digest = MerkleHash.leaf([1])

    private func text(_ event: AuditEvent) -> String {
        String(decoding: AuditLeaf.bytes(event, index: 7, at: time), as: UTF8.self)
    }

    @Test func `has its members in one order, and a newline at its end`() throws {
        let name = try #require(ScriptName("team/report"))
        #expect(
            text(.proposed(script: name, digest: digest, by: 1000))
                == #"{"index":7,"time":"2027-01-15T08:00:00.250Z","event":"proposed","script":"team/report","#
                + #""digest":"\#(digest)","by":"uid 1000"}"# + "\n"
        )
        let reloaded = text(.reloaded(profiles: nil, by: nil, agents: nil))
        #expect(reloaded.hasSuffix(#""profiles":null,"by":null,"agents":null}"# + "\n"))
    }

    @Test func `of the daemon's start says by which files it works, and null where there is none`() {
        let start = AuditEvent.daemonStarted(
            version: "1",
            profiles: digest,
            trust: digest,
            settings: digest,
            agents: nil
        )
        let files = #""profiles":"\#(digest)","trust":"\#(digest)","settings":"\#(digest)","agents":null}"#
        #expect(text(start).hasSuffix(#""event":"daemon_started","version":"1",\#(files)"# + "\n"))
    }

    @Test func `stays one bounded line whatever texts are in it`() throws {
        let hostile = "a\n\"b\u{1b}[2J\u{2028}\u{202e}" + String(repeating: "\u{7f}", count: 1 << 20)
        let leaf = text(.revoked(digest: digest, by: 1, reason: hostile))
        #expect(leaf.utf8.count < 2048 && leaf.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        #expect(!leaf.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x7f || $0.value == 0x202e })
        let read = try JSONReader.read(Array(leaf.utf8))
        #expect(read["reason"]?.text?.hasPrefix("a\n\"b") == true)
        let name = try #require(ScriptName("a/b"))
        let many = ApprovalFact(
            id: "apr_1",
            script: name,
            digest: digest,
            profiles: [],
            statement: digest,
            signers: [String](repeating: hostile, count: 1000),
            by: 1,
            expires: time,
            isSelfApproval: false
        )
        #expect(AuditLeaf.bytes(.approved(many), index: .max, at: time).count <= AuditLeaf.longest)
    }

    @Test func `says which index it has`() {
        #expect(AuditLeaf.index(of: Array(text(.daemonStopped(unfinished: 0)).utf8)) == 7)
        for wrong in ["", "{}", #"{"index":-1,"#, #"{"index":,"#, #" {"index":1,"#, #"{"index":99999999999999999999,"#]
        {
            #expect(AuditLeaf.index(of: Array(wrong.utf8)) == nil)
        }
    }
}
