import Foundation
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("revoked_keys") struct RevokedKeysTests {
    private let key = AllowedSignersTests.key
    private let other = AllowedSignersTests.other

    @Test func `has keys and fingerprints, with comments`() throws {
        for text in [
            key.line, key.line + " ada's old one", "\t\(key.line)\n", key.fingerprint, key.fingerprint + " lost\n",
            "# \(other.line)\n\n\(key.fingerprint)",
        ] {
            let revoked = try RevokedKeys(Array(text.utf8))
            #expect(revoked.contains(key) && !revoked.contains(other), "\(text)")
            #expect(revoked.count == 1)
        }
        #expect(try RevokedKeys([]).count == 0)
    }

    @Test func `takes what ssh-keygen prints, and keys that could not sign anyway`() throws {
        let keygen = try SSHKeygen()
        let lines = try [("ed25519", nil), ("ecdsa", 384), ("rsa", 2048)].map { kind, bits in
            try keygen.makeKey(kind, kind: kind, bits: bits)
        }
        let revoked = try RevokedKeys(Array(lines.joined(separator: "\n").utf8))
        #expect(revoked.count == 3)
        #expect(revoked.contains(try SSHPublicKey(line: lines[0])))
        #expect(revoked.contains(try SSHPublicKey(line: lines[1])))
    }

    @Test(arguments: [
        "SHA256:", "SHA256:x", "sha256:KEYPRINT", "PRINT=", "PRINTA", "MD5:00:11", "ssh-ed25519", "ssh-ed25519 AAAA",
        "ada LINE", "LINE=", "LINE\r", "LINE \u{0}", "LINE \u{202e}", "x", "cert-authority LINE", "@revoked * LINE",
    ]) func `with a malformed line is refused as a whole, with the line's number`(line: String) {
        let text = line.replacing("LINE", with: key.line).replacing("PRINT", with: key.fingerprint)
        #expect {
            try RevokedKeys(Array("\(other.fingerprint)\n# x\n\(text)\n".utf8))
        } throws: { error in
            "\(error)".hasPrefix("revoked_keys:3: ")
        }
    }
}
