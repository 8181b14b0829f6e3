import Crypto
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import Testing

@Suite("A public key") struct PublicKeyTests {
    @Test(arguments: SignatureTests.kinds)
    func `of ssh-keygen is read, and has the fingerprint that it prints`(kind: (kind: String, bits: Int?)) throws {
        let keygen = try SSHKeygen()
        let line = try keygen.makeKey("key", kind: kind.kind, bits: kind.bits)
        let key = try SSHPublicKey(line: line)
        #expect(key.line == line)
        #expect(try SSHPublicKey(line: line + " a comment, with \"quotes\"") == key)
        #expect(try SSHPublicKey(blob: key.blob) == key)
        let printed = String(decoding: try keygen.succeed(["-l", "-f", keygen.path("key.pub")]), as: UTF8.self)
        #expect(printed.split(separator: " ")[1] == key.fingerprint)
    }

    @Test(arguments: [("rsa", 2048), ("ecdsa", 521)])
    func `of another kind is refused by its name`(kind: String, bits: Int) throws {
        let line = try SSHKeygen().makeKey("key", kind: kind, bits: bits)
        let name = try #require(line.split(separator: " ").first.map(String.init))
        #expect(throws: SSHKeyError.unsupported(kind: name)) { try SSHPublicKey(line: line) }
        #expect("\(SSHKeyError.unsupported(kind: name))".contains("keys of kind '\(name)' are not supported"))
    }

    @Test func `with a bit of its kind, curve or point changed is another key or none`() throws {
        let lines = try SignatureTests.kinds.map { try SSHKeygen().makeKey("key", kind: $0.kind, bits: $0.bits) }
        for line in lines + SecurityKeyTests.keys.map({ $0.line() }) {
            let key = try SSHPublicKey(line: line)
            for index in key.blob.indices {
                var changed = key.blob
                changed[index] ^= 1
                let read = try? SSHPublicKey(blob: changed)
                #expect(read == nil || read?.fingerprint != key.fingerprint && read?.blob == changed)
            }
        }
    }

    @Test func `is refused when its text is not exactly that`() throws {
        let line = try SSHPublicKey(blob: Self.blob("ssh-ed25519", [UInt8](repeating: 7, count: 32))).line
        let base = try #require(line.split(separator: " ").last)
        let wrong: [(String, SSHKeyError)] = [
            ("", .line), ("ssh-ed25519", .line), (String(base), .line),
            ("ED25519 \(base)", .unsupported(kind: "ED25519")),
            ("ssh-ed25519 \(base)=", .base64), ("ssh-ed25519 \(base.dropLast())", .base64), ("ssh-ed25519 -", .base64),
            ("ecdsa-sha2-nistp256 \(base)", .mismatch(expected: "ecdsa-sha2-nistp256", found: "ssh-ed25519")),
            ("ssh-rsa \(base)", .mismatch(expected: "ssh-rsa", found: "ssh-ed25519")),
        ]
        for (text, error) in wrong { #expect(throws: error, "\(text)") { try SSHPublicKey(line: text) } }
    }

    @Test func `of ECDSA is an uncompressed point of its own curve`() throws {
        let key = P256.Signing.PrivateKey().publicKey
        let point = Array(key.x963Representation)
        let name = "ecdsa-sha2-nistp256"
        _ = try SSHPublicKey(blob: Self.blob(name, curve: "nistp256", point))
        var off = point
        off[64] ^= 1
        for wrong in [off, Array(key.compressedRepresentation), [0], [], [UInt8](repeating: 0, count: 65)] {
            #expect(throws: SSHKeyError.point) { try SSHPublicKey(blob: Self.blob(name, curve: "nistp256", wrong)) }
        }
        #expect(throws: SSHKeyError.mismatch(expected: "nistp256", found: "nistp384")) {
            try SSHPublicKey(blob: Self.blob(name, curve: "nistp384", point))
        }
        #expect(throws: SSHKeyError.format(.tooLong(field: "the point", count: 66, bound: 65))) {
            try SSHPublicKey(blob: Self.blob(name, curve: "nistp256", point + [0]))
        }
    }

    private static func blob(_ name: String, curve: String? = nil, _ point: [UInt8]) -> [UInt8] {
        ([Array(name.utf8)] + (curve.map { [Array($0.utf8)] } ?? []) + [point]).flatMap { part in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: part.count >> $0) } + part
        }
    }
}
