import Crypto
import MayflyCore
import MayflyEvidence

/// People with keys, the lines that name them, and what they sign.
struct Panel {
    private var keys: [String: SSHSigningKey] = [:]
    private var hardware: [String: SecurityKey] = [:]
    /// The text of `allowed_signers`.
    var lines: [String] = []
    /// The text of `revoked_keys`.
    var revoked: [String] = []
    /// What is in `revoked_keys` instead, where it is no text.
    var revokedList: [UInt8]?
    var policy = ApprovalPolicy()
    var allowsSelfApproval = false
    var now = Example.now

    /// A panel of `ada`, who is the author of ``Example/statement``, and others, each with one line.
    init(_ names: String..., options: String = "") throws {
        for name in names { try add(name, options: options) }
    }

    /// Gives somebody a key, and a line with it.
    ///
    /// - Parameter principals: What the line calls them; their name if not given.
    mutating func add(_ name: String, principals: String? = nil, options: String = "") throws {
        keys[name] = try SSHSigningKey(Curve25519.Signing.PrivateKey())
        lines.append("\(principals ?? name) \(options) \(try line(of: name))")
    }

    /// Gives somebody a security key, and a line with it.
    mutating func addHardware(_ name: String) throws {
        hardware[name] = .ed25519(Curve25519.Signing.PrivateKey())
        lines.append("\(name) \(try line(of: name))")
    }

    /// The public key of somebody, as a file has it.
    func line(of name: String) throws -> String {
        if let key = hardware[name] { return key.line() }
        return try key(of: name).publicKey.line
    }

    func fingerprint(of name: String) throws -> String { try SSHPublicKey(line: try line(of: name)).fingerprint }

    /// The signature of somebody, in armour.
    func sign(
        _ bytes: [UInt8],
        by name: String,
        namespace: String = ApprovalStatement.namespace,
        flags: UInt8 = 1
    ) throws -> [UInt8] {
        if let key = hardware[name] { return try key.armoured(over: bytes, namespace: namespace, flags: flags) }
        return try key(of: name).sign(bytes, namespace: namespace).armoured
    }

    private func key(of name: String) throws -> SSHSigningKey {
        guard let key = keys[name] else { throw Missing(name: name) }
        return key
    }

    /// A test asked for somebody who is not there.
    struct Missing: Error {
        let name: String
    }

    /// A statement with the signatures of everybody who is named.
    func evidence(_ statement: ApprovalStatement = Example.statement, by names: [String]) throws -> SignedStatement {
        SignedStatement(
            statement: statement.bytes,
            signatures: try names.map { try sign(statement.bytes, by: $0) }
        )
    }

    /// The rule with these lines and this policy.
    var rule: ApprovalRule {
        get throws {
            ApprovalRule(
                trust: try TrustFiles(
                    allowedSigners: Array(lines.joined(separator: "\n").utf8),
                    revokedKeys: revokedList ?? Array(revoked.joined(separator: "\n").utf8)
                ),
                policy: policy,
                allowsSelfApproval: allowsSelfApproval,
                now: now
            )
        }
    }

    /// What the rule decides about a statement that everybody who is named has signed.
    func decide(_ statement: ApprovalStatement = Example.statement, by names: String...) throws -> ApprovalDecision {
        try rule.decide(try evidence(statement, by: names), digest: Example.digest, profile: Example.profile)
    }

    /// Which rule refuses it; `nil` when none does.
    func refusal(_ statement: ApprovalStatement = Example.statement, by names: String...) throws -> ApprovalRefusal
        .Rule?
    {
        do {
            _ = try rule.decide(try evidence(statement, by: names), digest: Example.digest, profile: Example.profile)
            return nil
        } catch let error as ApprovalRefusal {
            return error.rule
        }
    }

    /// What each signature of those who are named is worth.
    func faults(by names: String...) throws -> [SignatureFault?] {
        try rule.findings(on: try evidence(by: names), saying: Example.statement).map(\.fault)
    }
}
