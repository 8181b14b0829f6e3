import Crypto
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("A security key's signature") struct SecurityKeyTests {
    private static let namespace = ApprovalStatement.namespace
    private static let message = Array("some bytes\n".utf8)

    static let keys: [SecurityKey] = [.ed25519(Curve25519.Signing.PrivateKey()), .p256(P256.Signing.PrivateKey())]

    @Test(arguments: keys) func `is verified, by ssh-keygen too`(key: SecurityKey) throws {
        for counter in [0, 1, UInt32.max] {
            for flags in [1, 5] as [UInt8] {
                let blob = try key.signature(
                    over: Self.message,
                    namespace: Self.namespace,
                    flags: flags,
                    counter: counter
                )
                let signature = try SSHSignature(blob: blob)
                try signature.verify(Self.message, namespace: Self.namespace)
                #expect(signature.key.kind.isHardware)
                #expect(signature.key == (try SSHPublicKey(line: key.line())))
                #expect(signature.blob == blob)
                #expect(try Self.keygenAccepts(signature, by: key))
            }
        }
    }

    @Test(arguments: keys) func `without a touch is refused`(key: SecurityKey) throws {
        for flags in [0, 4, 0xfe] as [UInt8] {
            let blob = try key.signature(over: Self.message, namespace: Self.namespace, flags: flags)
            #expect(throws: SSHSignatureError.untouched) {
                try SSHSignature(blob: blob).verify(Self.message, namespace: Self.namespace)
            }
        }
    }

    @Test(arguments: keys) func `that claims a touch which was not signed is refused`(key: SecurityKey) throws {
        let blob = try key.signature(over: Self.message, namespace: Self.namespace, flags: 1, signedFlags: 0)
        #expect(throws: SSHSignatureError.invalid) {
            try SSHSignature(blob: blob).verify(Self.message, namespace: Self.namespace)
        }
    }

    @Test(arguments: keys) func `for another application is refused`(key: SecurityKey) throws {
        let other = try key.signature(
            over: Self.message,
            namespace: Self.namespace,
            signedApplication: "https://example.com"
        )
        #expect(throws: SSHSignatureError.invalid) {
            try SSHSignature(blob: other).verify(Self.message, namespace: Self.namespace)
        }
        let web = try key.signature(over: Self.message, namespace: Self.namespace, application: "https://example.com")
        #expect(throws: SSHSignatureError.key(.application)) { try SSHSignature(blob: web) }
    }

    private static func keygenAccepts(_ signature: SSHSignature, by key: SecurityKey) throws -> Bool {
        let keygen = try SSHKeygen()
        let file = try keygen.write(signature.armoured, to: "message.sig")
        let signers = try keygen.write(Array("ada \(key.line())\n".utf8), to: "allowed_signers")
        let arguments = ["-Y", "verify", "-n", namespace, "-I", "ada", "-f", signers, "-s", file]
        return try keygen.run(arguments, input: message).status == 0
    }
}
