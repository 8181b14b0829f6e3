import Crypto
import Foundation
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("allowed_signers") struct AllowedSignersTests {
    static let key = make()
    static let other = make()

    private static func make() -> SSHPublicKey {
        guard let key = try? SSHSigningKey(Curve25519.Signing.PrivateKey()).publicKey else {
            preconditionFailure("no key")
        }
        return key
    }

    private static func signers(_ text: String) throws -> [AllowedSigner] {
        try AllowedSigners(Array(text.replacing("KEY", with: key.line).utf8)).signers
    }

    @Test func `has comments, blank lines, and a key on each other line`() throws {
        let text = "# ada KEY\n\n  \t\n\t# x\nada KEY\n \tbob\tKEY and a comment\neve  namespaces=\"a\"\t KEY"
        let signers = try Self.signers(text)
        #expect(signers.map(\.line) == [5, 6, 7])
        #expect(signers.map(\.principals.text) == ["ada", "bob", "eve"])
        #expect(signers.allSatisfy { $0.key == .signer(Self.key) })
        #expect(try Self.signers("").isEmpty)
        #expect(try AllowedSigners(Array("#\u{e9}\n# \u{1b}\r\n".utf8) + [0x23, 0xff]).signers.isEmpty)
    }

    @Test func `may say for what and when a key is valid`() throws {
        let line = #"ada,ada@x NAMESPACES="git,mayfly-*,!x",valid-after="20260102Z",Valid-Before="202601030405Z" KEY"#
        let signer = try #require(try Self.signers(line).first)
        #expect(signer.names == ["ada", "ada@x"])
        #expect(signer.allows("git") && signer.allows("mayfly-approval") && !signer.allows("file"))
        #expect(signer.validAfter == 1_767_312_000)
        #expect(signer.validBefore == 1_767_413_100)
        let quoted = try #require(try Self.signers(#""ada lovelace,ada" KEY"#).first)
        #expect(quoted.names == ["ada lovelace", "ada"])
    }

    @Test(arguments: [
        ("*", false), ("ada,*@x", false), ("ad?", false), ("ada,!bob", false), (",ada", false), ("ada", true),
    ]) func `names nobody by a pattern`(principals: String, isName: Bool) throws {
        #expect(try Self.signers("\(principals) KEY").first.map { $0.names != nil } == isName)
    }

    @Test func `takes a time without a zone as the least that it can mean`() throws {
        let line = #"ada valid-after="20260102",valid-before="20260105" KEY"#
        let signer = try #require(try Self.signers(line).first)
        #expect(signer.validAfter == 1_767_312_000 + 12 * 3600)
        #expect(signer.validBefore == 1_767_571_200 - 14 * 3600)
    }

    @Test(arguments: ["rsa", "ecdsa-521"]) func `reports a key of another kind, and never counts it`(kind: String)
        throws
    {
        let parts = kind.split(separator: "-").map(String.init)
        let keygen = try SSHKeygen()
        let line = try keygen.makeKey("key", kind: parts[0], bits: parts.count > 1 ? Int(parts[1]) : 2048)
        let signer = try #require(try Self.signers("ada \(line)").first)
        guard case .unsupported(let key) = signer.key else {
            Issue.record("it is supported")
            return
        }
        #expect(line.hasPrefix(key.kind + " ") && !key.isAuthority)
        let printed = String(decoding: try keygen.succeed(["-l", "-f", keygen.path("key.pub")]), as: UTF8.self)
        #expect(printed.contains(key.fingerprint))
    }

    @Test func `reports an authority and a certificate, and never counts them`() throws {
        let keygen = try SSHKeygen()
        _ = try keygen.makeKey("ca")
        _ = try keygen.makeKey("user")
        try keygen.succeed(["-q", "-s", keygen.path("ca"), "-I", "x", "-n", "ada", keygen.path("user.pub")])
        let certificate = try String(contentsOfFile: keygen.path("user-cert.pub"), encoding: .utf8)
        let text = "ada Cert-Authority KEY\nada cert-authority,namespaces=\"x\" KEY\nada \(certificate)"
        let keys = try Self.signers(text).map(\.key)
        #expect(keys.count == 3)
        for (index, key) in keys.enumerated() {
            guard case .unsupported(let key) = key else {
                Issue.record("\(index) is supported")
                return
            }
            #expect(key.isAuthority == (index < 2))
        }
    }

    @Test(arguments: [
        ("ada", "after the principals there has to be a key"),
        ("ada ", "after the principals there has to be a key"),
        ("KEY", "'AAAA"),
        ("ada ssh-ed25519", "a public key is written as KIND BASE64"),
        ("ada ssh-ed25519 AAAA", "the key is malformed"),
        ("ada ssh-ed25519 AA=A", "base64"),
        ("ada ssh-foo AAAA", "'ssh-foo' is neither a kind of key nor an option"),
        ("ada ED25519 AAAA", "'ED25519' is neither"),
        ("ada, ,bob KEY", "'' is neither"),
        (#""ada KEY"#, "principals"),
        (#""ada"x KEY"#, "principals"),
        (#"a"d"a KEY"#, "principals"),
        (#""" KEY"#, "principals"),
        ("\(String(repeating: "x", count: 257)) KEY", "principals"),
        ("ada namespaces=git KEY", "the value of namespaces has to be in double quotes"),
        (#"ada namespaces="git KEY"#, "the value of namespaces has to be in double quotes"),
        (#"ada namespaces KEY"#, "'namespaces' is neither"),
        (#"ada namespaces="a",namespaces="b" KEY"#, "namespaces is there twice"),
        (#"ada namespaces="a"x KEY"#, "'x "),
        (#"ada namespaces="a", KEY"#, "'' is neither"),
        (#"ada ,namespaces="a" KEY"#, "'' is neither"),
        (#"ada cert-authority="x" KEY"#, "'cert-authority' is neither"),
        (#"ada cert-authority,cert-authority KEY"#, "cert-authority is there twice"),
        (#"ada no-touch-required KEY"#, "'no-touch-required' is neither"),
        (#"ada valid-after="" KEY"#, "valid-after is ''"),
        (#"ada valid-after="2026" KEY"#, "valid-after is '2026'"),
        (#"ada valid-after="20260230Z" KEY"#, "valid-after is"),
        (#"ada valid-after="20260102 Z" KEY"#, "valid-after is"),
        (#"ada valid-after="20260102ZZ" KEY"#, "valid-after is"),
        (#"ada valid-after="202601022400Z" KEY"#, "valid-after is"),
        (#"ada valid-after="20260102+2" KEY"#, "valid-after is"),
        (#"ada valid-before="19700101Z" KEY"#, "valid-before is"),
        (#"ada valid-before="19690101Z" KEY"#, "valid-before is"),
        (#"ada valid-before="٢٠٢٦٠١٠٢Z" KEY"#, "valid-before is"),
        (#"ada valid-after="20260102Z",valid-before="20260101Z" KEY"#, "valid-before is not after valid-after"),
        (#"ada valid-after="20260102Z",valid-before="20260102Z" KEY"#, "valid-before is not after valid-after"),
        ("ada KEY\r", "control characters"),
        ("ada\u{0} KEY", "control characters"),
        ("ada KEY \u{1b}[2J", "control characters"),
        ("a\u{202e}da KEY", "control characters"),
        ("\u{feff}ada KEY", "control characters"),
        ("ada KEY \(String(repeating: "x", count: 9000))", "the line has more than 8192 bytes"),
    ]) func `with a malformed line is refused as a whole, with the line's number`(line: String, reason: String) {
        #expect {
            try Self.signers("ada KEY\n\n\(line)\nbob KEY\n")
        } throws: { error in
            "\(error)".hasPrefix("allowed_signers:3: ") && "\(error)".contains(reason)
        }
    }

    @Test func `has its bound, and is text`() {
        #expect {
            try AllowedSigners([UInt8](repeating: 0x0a, count: TrustFile.longest + 1))
        } throws: { "\($0)" == "allowed_signers: has more than 262144 bytes" }
        #expect {
            try AllowedSigners([0x0a, 0x61, 0xff])
        } throws: { "\($0)".hasPrefix("allowed_signers:2: ") }
    }
}
