import Crypto
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("A signature") struct SignatureTests {
    private static let namespace = ApprovalStatement.namespace
    private static let message = Array("some bytes\n".utf8)

    /// The kinds that `ssh-keygen` makes without a token, and how it is asked for them.
    static let kinds: [(kind: String, bits: Int?)] = [("ed25519", nil), ("ecdsa", 256), ("ecdsa", 384)]

    @Test(arguments: kinds, ["sha256", "sha512"])
    func `of ssh-keygen is verified, and written as it was`(kind: (kind: String, bits: Int?), hash: String) throws {
        let keygen = try SSHKeygen()
        let key = try SSHPublicKey(line: try keygen.makeKey("key", kind: kind.kind, bits: kind.bits))
        // ECDSA's numbers change their length with the signature, so there are some.
        for number in 0..<(kind.kind == "ecdsa" ? 12 : 2) {
            let message = Self.message + [UInt8(number)]
            let armoured = try keygen.sign(message, with: "key", namespace: Self.namespace, hash: hash)
            let signature = try SSHSignature(armoured: armoured)
            try signature.verify(message, namespace: Self.namespace)
            #expect(signature.key == key)
            #expect(signature.hash.rawValue == hash)
            #expect(signature.armoured == armoured)
        }
    }

    @Test(arguments: SSHHash.allCases) func `of ours is verified by ssh-keygen`(hash: SSHHash) throws {
        let keygen = try SSHKeygen()
        let key = try SSHSigningKey(Curve25519.Signing.PrivateKey())
        let signature = try key.sign(Self.message, namespace: Self.namespace, hash: hash)
        try signature.verify(Self.message, namespace: Self.namespace)
        let file = try keygen.write(signature.armoured, to: "message.sig")
        let signers = try keygen.write(Array("ada \(key.publicKey.line)\n".utf8), to: "allowed_signers")
        let arguments = ["-Y", "verify", "-n", Self.namespace, "-I", "ada", "-f", signers, "-s", file]
        #expect(try keygen.run(arguments, input: Self.message).status == 0)
        #expect(try keygen.run(arguments, input: Self.message + [0]).status != 0)
    }

    @Test func `is for one namespace`() throws {
        let keygen = try SSHKeygen()
        _ = try keygen.makeKey("key")
        let signature = try SSHSignature(armoured: try keygen.sign(Self.message, with: "key", namespace: "file"))
        try signature.verify(Self.message, namespace: "file")
        #expect(throws: SSHSignatureError.namespace(expected: Self.namespace, found: "file")) {
            try signature.verify(Self.message, namespace: Self.namespace)
        }
    }

    @Test(arguments: kinds + [("sk-ed25519", nil), ("sk-ecdsa", 256)])
    func `with one bit changed is refused, wherever it is`(kind: (kind: String, bits: Int?)) throws {
        let blob = try Self.blob(of: kind.kind, bits: kind.bits)
        try SSHSignature(blob: blob).verify(Self.message, namespace: Self.namespace)
        for index in blob.indices {
            for bit in [0x01, 0x80] as [UInt8] {
                var changed = blob
                changed[index] ^= bit
                #expect(throws: SSHSignatureError.self, "byte \(index), bit \(bit)") {
                    try SSHSignature(blob: changed).verify(Self.message, namespace: Self.namespace)
                }
            }
        }
    }

    @Test(arguments: kinds) func `over other bytes is refused`(kind: (kind: String, bits: Int?)) throws {
        let signature = try SSHSignature(blob: Self.blob(of: kind.kind, bits: kind.bits))
        for index in Self.message.indices {
            var changed = Self.message
            changed[index] ^= 1
            #expect(throws: SSHSignatureError.invalid) { try signature.verify(changed, namespace: Self.namespace) }
        }
        for other in [[], Self.message + [0], Array(Self.message.dropLast())] {
            #expect(throws: SSHSignatureError.invalid) { try signature.verify(other, namespace: Self.namespace) }
        }
    }

    @Test(arguments: kinds) func `that was cut, or goes on, is refused`(kind: (kind: String, bits: Int?)) throws {
        let blob = try Self.blob(of: kind.kind, bits: kind.bits)
        for count in blob.indices {
            #expect(throws: SSHSignatureError.self) { try SSHSignature(blob: Array(blob[..<count])) }
        }
        #expect(throws: SSHSignatureError.format(.trailingBytes(count: 1))) { try SSHSignature(blob: blob + [0]) }
    }

    /// A valid signature over ``message``, without armour.
    private static func blob(of kind: String, bits: Int?) throws -> [UInt8] {
        if kind.hasPrefix("sk-") {
            let key: SecurityKey = kind == "sk-ecdsa" ? .p256(P256.Signing.PrivateKey()) : .ed25519(.init())
            return try key.signature(over: message, namespace: namespace)
        }
        let keygen = try SSHKeygen()
        _ = try keygen.makeKey("key", kind: kind, bits: bits)
        return try SSHSignature(armoured: try keygen.sign(message, with: "key", namespace: namespace)).blob
    }
}
