import Foundation
import MayflyCore
import Testing

@Suite("A name") struct NameTests {
    @Test(arguments: ["a", "billing/report", "a-b_c.d", "0x", "a/b/c/d", String(repeating: "a", count: 64)])
    func `of a script can be plain words`(text: String) { #expect(ScriptName(text)?.text == text) }

    @Test(
        arguments: [
            "", "A", "-a", ".a", "..", "a/../b", "/a", "a/", "a//b", "a b", "a\u{0}", "ä", "a\n", "a/b/c/d/e",
            String(repeating: "a", count: 65),
        ]
    )
    func `of a script that could be read otherwise is none`(text: String) { #expect(ScriptName(text) == nil) }

    static let digest = "sha256:" + String(repeating: "0a", count: 32)

    @Test func `of a version is one of three forms`() throws {
        let digest = try #require(Digest(Self.digest))
        let name = try #require(ScriptName("a/b"))
        #expect(ScriptReference("a/b") == .name(name))
        #expect(ScriptReference("a/b@\(Self.digest)") == .version(name, digest))
        #expect(ScriptReference(Self.digest) == .digest(digest))
        for reference in ["a/b", "a/b@\(Self.digest)", Self.digest] {
            #expect(ScriptReference(reference)?.description == reference)
        }
    }

    @Test(
        arguments: [
            "a@", "@" + digest, "a@sha256:00", "a@" + digest.uppercased(), "a@@" + digest, "a@" + digest + "0",
            "sha512:00",
        ]
    )
    func `of a version in any other form is none`(text: String) { #expect(ScriptReference(text) == nil) }

    @Test(arguments: ["main.py", "a/b.txt", "ä ö", "a..b", "-x", "..."])
    func `of a file can be a relative path`(path: String) { #expect(BundlePath.accepts(path)) }

    @Test(
        arguments: [
            "", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "a\nb", "a\u{7f}", "a\\b", "../\u{301}x",
            "a/../\u{301}x", "a/..",
            String(repeating: "a", count: 256), String(repeating: "a/", count: 16) + "a",
        ]
    )
    func `of a file that leads elsewhere is none`(path: String) { #expect(!BundlePath.accepts(path)) }

    @Test func `of a session, an approval, a workspace and an upload sorts by time, and reads back`() throws {
        try check(SessionID.self, begins: "ses_", isCalled: "SessionID")
        try check(ApprovalID.self, begins: "apr_", isCalled: "ApprovalID")
        try check(WorkspaceID.self, begins: "wsp_", isCalled: "WorkspaceID")
        try check(UploadID.self, begins: "upl_", isCalled: "UploadID")
    }

    private func check<Kind>(_: Identifier<Kind>.Type, begins prefix: String, isCalled name: String) throws {
        var generator = SystemRandomNumberGenerator()
        let (early, late) = (
            Identifier<Kind>(milliseconds: 1_000, using: &generator),
            Identifier<Kind>(milliseconds: 2_000, using: &generator)
        )
        #expect(early < late && early.text.hasPrefix(prefix + "00000000"))
        #expect(Identifier<Kind>(early.text) == early)
        let least = Identifier<Kind>(leastAt: Timestamp(milliseconds: 2_000))
        #expect(early < least && least <= late && Identifier<Kind>(least.text) == least)
        let first = Identifier<Kind>(leastAt: Timestamp(milliseconds: -1))
        #expect(first.text == prefix + String(repeating: "0", count: 26))
        let random = String(early.text.dropFirst(prefix.count))
        for text in [
            "", prefix, early.text + "a", prefix + String(repeating: "u", count: 26), early.text.uppercased(),
            "abc_" + random, random,
        ] {
            #expect(Identifier<Kind>(text) == nil)
            let stored = try JSONEncoder().encode([text])
            let error = #expect(throws: DecodingError.self) {
                try JSONDecoder().decode([Identifier<Kind>].self, from: stored)
            }
            #expect(String(describing: error).contains("'\(text)' is no \(name)"))
        }
        let stored = try JSONEncoder().encode([early])
        #expect(String(decoding: stored, as: UTF8.self) == "[\"\(early.text)\"]")
        #expect(try JSONDecoder().decode([Identifier<Kind>].self, from: stored) == [early])
    }
}
