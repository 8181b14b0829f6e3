import Crypto
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import Testing

@Suite("A signature's form") struct SignatureFormTests {
    private static let namespace = ApprovalStatement.namespace
    private static let message = Array("some bytes\n".utf8)
    private static let begin = "-----BEGIN SSH SIGNATURE-----\n"
    private static let end = "-----END SSH SIGNATURE-----\n"

    private static func signature() throws -> SSHSignature {
        try SSHSigningKey(Curve25519.Signing.PrivateKey()).sign(message, namespace: namespace)
    }

    @Test func `may have lines of any length, and no newline at the end`() throws {
        let signature = try Self.signature()
        let text = Base64.encode(signature.blob)
        for form in [Self.begin + text + "\n" + Self.end, String((Self.begin + text + "\n" + Self.end).dropLast())] {
            #expect(try SSHSignature(armoured: Array(form.utf8)) == signature)
        }
    }

    @Test func `is refused when anything is around or between`() throws {
        let text = Base64.encode(try Self.signature().blob)
        let forms = [
            "", "\n", Self.begin, Self.begin + Self.end, Self.begin + "\n" + Self.end, text,
            "\n" + Self.begin + text + "\n" + Self.end, " " + Self.begin + text + "\n" + Self.end,
            Self.begin + text + "\n\n" + Self.end, Self.begin + "\n" + text + "\n" + Self.end,
            Self.begin + text + "\n" + Self.end + "\n", Self.begin + text + "\n" + Self.end + "x",
            Self.begin + text + " \n" + Self.end, Self.begin + text + "\r\n" + Self.end,
            Self.begin + text + "=\n" + Self.end, Self.begin + text.dropLast() + "\n" + Self.end,
            Self.begin + text + "\n" + Self.begin, Self.begin + text + Self.end,
            Self.begin.lowercased() + text + "\n" + Self.end, Self.begin + text + "\u{0}\n" + Self.end,
        ]
        for form in forms {
            #expect(throws: SSHSignatureError.armour, "\(form)") { try SSHSignature(armoured: Array(form.utf8)) }
        }
        #expect(throws: SSHSignatureError.tooLong(bound: SSHSignature.longestArmour)) {
            try SSHSignature(armoured: [UInt8](repeating: 0x41, count: SSHSignature.longestArmour + 1))
        }
    }

    @Test func `is refused with its reason, whatever is wrong with it`() throws {
        for (blob, error) in try Self.wrong() {
            #expect(throws: error) { try SSHSignature(blob: blob) }
        }
    }

    /// Blobs with one thing wrong, and what has to be said of it.
    private static func wrong() throws -> [([UInt8], SSHSignatureError)] {
        let key = try signature().key.blob
        let proof = string("ssh-ed25519") + string([UInt8](repeating: 1, count: 64))
        func blob(
            magic: String = "SSHSIG",
            version: [UInt8] = [0, 0, 0, 1],
            key: [UInt8] = key,
            namespace: [UInt8] = string("mayfly-approval"),
            reserved: [UInt8] = string(""),
            hash: [UInt8] = string("sha512"),
            proof: [UInt8] = proof
        ) -> [UInt8] {
            Array(magic.utf8) + version + string(key) + namespace + reserved + hash + string(proof)
        }
        let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff]
        return [
            (blob(magic: "SSHSIH"), .format(.invalid(field: "the magic bytes"))),
            (blob(version: [0, 0, 0, 0]), .version(0)),
            (blob(version: [0, 0, 0, 2]), .version(2)),
            (blob(version: huge), .version(.max)),
            (blob(reserved: string("x")), .reserved),
            (blob(hash: string("sha1")), .hash("sha1")),
            (blob(hash: string("SHA512")), .hash("SHA512")),
            (blob(hash: string("")), .hash("")),
            (blob(namespace: string("a b")), .format(.invalid(field: "the namespace"))),
            (blob(namespace: string("a\u{0}")), .format(.invalid(field: "the namespace"))),
            (blob(namespace: string([0x61, 0xff])), .format(.invalid(field: "the namespace"))),
            (blob(namespace: huge), .format(.tooLong(field: "the namespace", count: 0xffff_ffff, bound: 128))),
            (blob(key: string("ssh-rsa") + string([1, 0, 1])), .key(.unsupported(kind: "ssh-rsa"))),
            (blob(key: string("ssh-dss")), .key(.unsupported(kind: "ssh-dss"))),
            (blob(key: string("ecdsa-sha2-nistp521")), .key(.unsupported(kind: "ecdsa-sha2-nistp521"))),
            (
                blob(key: string("ssh-ed25519-cert-v01@openssh.com")),
                .key(.unsupported(kind: "ssh-ed25519-cert-v01@openssh.com"))
            ),
            (blob(key: key + [0]), .key(.format(.trailingBytes(count: 1)))),
            (blob(key: string("ssh-ed25519") + string([UInt8](repeating: 1, count: 31))), .key(.point)),
            (blob(proof: string("ssh-rsa")), .mismatch(expected: "ssh-ed25519", found: "ssh-rsa")),
            (blob(proof: proof + [0]), .format(.trailingBytes(count: 1))),
            (
                blob(proof: string("ssh-ed25519") + string([UInt8](repeating: 1, count: 63))),
                .format(.invalid(field: "the signature"))
            ),
            (blob() + [0], .format(.trailingBytes(count: 1))),
            ([UInt8](repeating: 0, count: 1025), .tooLong(bound: 1024)),
        ]
    }

    @Test func `of ECDSA has each number in its one form`() throws {
        let key = P256.Signing.PrivateKey()
        let blob = string("ecdsa-sha2-nistp256") + string("nistp256") + string(Array(key.publicKey.x963Representation))
        let (small, large) = ([0x7f] + [UInt8](repeating: 1, count: 31), [0x80] + [UInt8](repeating: 1, count: 31))
        func read(_ first: [UInt8], _ second: [UInt8] = small, after: [UInt8] = []) throws {
            let numbers = string("ecdsa-sha2-nistp256") + string(string(first) + string(second) + after)
            let bytes =
                Array("SSHSIG".utf8) + [0, 0, 0, 1] + string(blob) + string("n") + string("") + string("sha256")
                + string(numbers)
            #expect(try SSHSignature(blob: bytes).blob == bytes)
        }
        try read(small, [0] + large)
        try read([1])
        let wrong: [[UInt8]] = [[], [0], [0, 1], [0] + small, large, [0, 0] + large, [0, 1] + large, [1] + small]
        for number in wrong {
            #expect(throws: SSHSignatureError.self, "\(number)") { try read(number) }
            #expect(throws: SSHSignatureError.self, "\(number)") { try read(small, number) }
        }
        #expect(throws: SSHSignatureError.format(.trailingBytes(count: 1))) { try read(small, after: [0]) }
    }
}

/// Bytes behind their length.
private func string(_ bytes: [UInt8]) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) } + bytes
}

/// A text behind its length.
private func string(_ text: String) -> [UInt8] { string(Array(text.utf8)) }
