import Crypto
import MayflyCore
import MayflyEvidence
import WardenProtocol

// Approvals as evidence: what people sign, how they sign it, and whose word counts.
extension Corpus {
    static let evidence: [FuzzTarget] = {
        // The same key in every run, so that a seed gives the same inputs.
        guard let key = try? SSHSigningKey(Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](0..<32))),
            let statement, let digest = Digest(bytes: [UInt8](0..<32)), let profile = ProfileName("standard"),
            let signature = try? key.sign(statement.bytes, namespace: ApprovalStatement.namespace)
        else { preconditionFailure("the corpus is wrong") }
        let signers = Array(
            "# x\n\"ada,ada@x\" namespaces=\"mayfly-*\",valid-after=\"20200101Z\" \(key.publicKey) y\n".utf8
        )
        let request = VerifyRequest(
            digest: digest,
            profile: profile,
            policy: ApprovalPolicy(required: 2, needsHardwareKeys: true, maximumAge: .seconds(9), pin: .enforce),
            allowsSelfApproval: true,
            now: statement.createdAt,
            evidence: SignedStatement(statement: statement.bytes, signatures: [signature.armoured]),
            allowedSigners: signers,
            revokedKeys: Array(key.publicKey.fingerprint.utf8),
            description: Array("kind: Script\n".utf8),
            files: ["main.py"]
        )
        let permit = Permit(
            decision: .approve,
            approvers: ["ada"],
            holdsUntil: 9,
            closure: statement.profiles[0].closure,
            start: nil
        )
        return [
            .frame("verify request", seeds: [request], bound: FrameBound.verification),
            .frame("verify answer", seeds: [VerifyAnswer.permitted(permit), .refused(rule: "expired", detail: "x")]),
            statements(statement), signatures(signature, over: statement.bytes),
            allowedSigners(signers, key: key.publicKey), revokedKeys(key.publicKey), decisions(request),
        ]
    }()

    private static let statement: ApprovalStatement? = {
        guard let name = ScriptName("team/report"), let digest = Digest(bytes: [UInt8](0..<32)),
            let id = ApprovalID("apr_" + String(repeating: "0", count: 26)), let profile = ProfileName("standard"),
            let strict = ProfileName("strict")
        else { return nil }
        let closure = RuntimeClosure(
            profile: profile,
            profileDigest: digest,
            interpreter: "/usr/bin/python3.11",
            interpreterDigest: digest,
            flags: ["-I"]
        )
        return ApprovalStatement(
            id: id,
            name: name,
            digest: digest,
            decision: .approve,
            profiles: [ApprovedProfile(closure), ApprovedProfile(strict)],
            author: .init(uid: 1000, user: "bob"),
            createdAt: 1_778_146_200,
            notBefore: 1_778_146_200,
            expires: 1_778_156_200,
            comment: "looked \"at\"\n",
            replaces: id
        )
    }()

    private static func statements(_ seed: ApprovalStatement) -> FuzzTarget {
        FuzzTarget("approval statement", seeds: [seed.bytes]) { bytes in
            guard let statement = try? ApprovalStatement(bytes) else { return nil }
            return (try? ApprovalStatement(statement.bytes)) == statement ? nil : "is written as something else"
        }
    }

    private static func signatures(_ seed: SSHSignature, over message: [UInt8]) -> FuzzTarget {
        FuzzTarget("ssh signature", seeds: [seed.armoured]) { bytes in
            guard let signature = try? SSHSignature(armoured: bytes) else { return nil }
            guard (try? SSHSignature(armoured: signature.armoured)) == signature else {
                return "is written as something else"
            }
            let isValid = (try? signature.verify(message, namespace: ApprovalStatement.namespace)) != nil
            return isValid == (signature == seed) ? nil : "another signature is valid, or the right one is not"
        }
    }

    private static func allowedSigners(_ seed: [UInt8], key: SSHPublicKey) -> FuzzTarget {
        FuzzTarget("allowed_signers", seeds: [seed, Array("*,!eve valid-before=\"20300101\" \(key)".utf8)]) { bytes in
            guard let signers = try? AllowedSigners(bytes) else { return nil }
            guard signers.signers.count <= bytes.count(where: { $0 == UInt8(ascii: "\n") }) + 1 else {
                return "has more signers than lines"
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let isThere = text.utf8.count >= key.line.utf8.count && signers.lines(of: key).isEmpty == false
            return !isThere || text.contains(key.line.split(separator: " ")[1]) ? nil : "has a key that is not there"
        }
    }

    private static func revokedKeys(_ key: SSHPublicKey) -> FuzzTarget {
        let texts = ["# x\n\(key) y\n", "\(key.fingerprint) lost\n"].map { Array($0.utf8) }
        return FuzzTarget("revoked_keys", seeds: texts + [list(of: key.blob)]) { bytes in
            guard let revoked = try? RevokedKeys(bytes), revoked.contains(key) else { return nil }
            if bytes.starts(with: "SSHKRL".utf8) {
                return holds(bytes, key.blob) ? nil : "revokes a key that is not there"
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let isThere = text.contains(key.fingerprint) || text.contains(key.line.split(separator: " ")[1])
            return isThere ? nil : "revokes a key that is not there"
        }
    }

    /// A key revocation list of one key, named in whole, by its SHA-1 and by its SHA-256.
    private static func list(of key: [UInt8]) -> [UInt8] {
        func string(_ bytes: some Collection<UInt8>) -> [UInt8] { [0, 0, 0, UInt8(bytes.count)] + bytes }
        let head =
            Array("SSHKRL\n\0".utf8) + [0, 0, 0, 1] + [UInt8](repeating: 0, count: 24) + string([]) + string([0x78])
        return head + [2] + string(string(key)) + [3] + string(string(Insecure.SHA1.hash(data: key).map(\.self)))
            + [5] + string(string(SHA256.hash(data: key).map(\.self))) + [1] + string([9])
    }

    /// Whether bytes name a key in one of the three ways.
    private static func holds(_ bytes: [UInt8], _ key: [UInt8]) -> Bool {
        let names = [key, Insecure.SHA1.hash(data: key).map(\.self), SHA256.hash(data: key).map(\.self)]
        return names.contains { name in bytes.indices.contains { bytes[$0...].starts(with: name) } }
    }

    /// Changes a signed statement, and asks whether it still counts.
    private static func decisions(_ request: VerifyRequest) -> FuzzTarget {
        FuzzTarget("signed statement", seeds: [request.evidence.statement]) { bytes in
            var evidence = request.evidence
            evidence.statement = bytes
            guard let trust = try? TrustFiles(allowedSigners: request.allowedSigners, revokedKeys: []) else {
                return "the trust files are wrong"
            }
            let rule = ApprovalRule(trust: trust, policy: .init(), allowsSelfApproval: false, now: request.now)
            let isPermitted = (try? rule.decide(evidence, digest: request.digest, profile: request.profile)) != nil
            return isPermitted == (bytes == request.evidence.statement) ? nil : "other bytes are permitted"
        }
    }
}
