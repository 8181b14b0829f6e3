import MayflyCore
import MayflyEvidence
import Testing

@Suite("A statement") struct StatementTests {
    @Test func `is read as it was written`() throws {
        for statement in Example.statements {
            #expect(try ApprovalStatement(statement.bytes) == statement)
            #expect(statement.bytes.last == UInt8(ascii: "\n"))
        }
    }

    @Test func `has one form, which people can read`() throws {
        #expect(String(decoding: Example.statement.bytes, as: UTF8.self) == Self.text)
    }

    /// The form that docs/approval.md describes, on one line.
    private static let text =
        #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"team/report","digest":{"sha256":""#
        + Example.digest.hexadecimal + #""}}],"predicateType":"urn:mayfly:approval:v1","predicate":{"id":"apr_"#
        + #"00000000000000000000000001","decision":"approve","profiles":[{"name":"standard","digest":{"sha256":""#
        + String(repeating: "02", count: 32)
        + #""},"interpreter":"/usr/bin/python3.11","interpreterDigest":{"sha256":""#
        + String(repeating: "03", count: 32) + #""},"flags":["-I","-B"]}],"author":{"uid":1000,"user":"ada"},"#
        + #""createdAt":"2026-05-07T09:30:00Z","notBefore":"2026-05-07T09:30:00Z","expires":"2026-08-05T09:30:00Z","#
        + #""comment":"looked at"}}"# + "\n"
}
