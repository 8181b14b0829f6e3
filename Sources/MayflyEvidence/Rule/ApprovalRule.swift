package import MayflyCore

/// Decides, for one moment, whether an approval counts: whose signatures, how many, with which keys.
///
/// Pure: the same question always has the same answer.
package struct ApprovalRule: Sendable {
    package var trust: TrustFiles
    /// The policy of the profile in question.
    package var policy: ApprovalPolicy
    /// Whether the operator allows an author's own signature to count.
    package var allowsSelfApproval: Bool
    /// Seconds since 1970.
    package var now: UInt64
    /// The cache of signatures that were checked before, which influences no answer.
    package var memory: SignatureMemory?

    /// The most signatures of one statement.
    package static let mostSignatures = 8

    package init(
        trust: TrustFiles,
        policy: ApprovalPolicy,
        allowsSelfApproval: Bool,
        now: UInt64,
        memory: SignatureMemory? = nil
    ) {
        self.trust = trust
        self.policy = policy
        self.allowsSelfApproval = allowsSelfApproval
        self.now = now
        self.memory = memory
    }

    /// How many signatures must count for `decision`; always one for a review.
    package func needed(for decision: ApprovalStatement.Decision) -> Int {
        decision == .review ? 1 : max(1, Int(policy.required))
    }
}

// MARK: - Signatures

extension ApprovalRule {
    /// What each signature is worth, in their order.
    ///
    /// - Parameters:
    ///   - evidence: The bytes that were signed, and the signatures.
    ///   - statement: The content of these bytes.
    package func findings(on evidence: SignedStatement, saying statement: ApprovalStatement) -> [SignatureFinding] {
        var counted: [(number: Int, signer: Signer)] = []
        return evidence.signatures.enumerated().map { index, armoured in
            let (signature, invalid): (SSHSignature, SSHSignatureError?)
            do throws(SSHSignatureError) { (signature, invalid) = try read(armoured, over: evidence.statement) } catch {
                let fault = SignatureFault.badSignature(error)
                return SignatureFinding(principal: nil, key: nil, fingerprint: nil, fault: fault, validBefore: nil)
            }
            let signer = signer(of: signature.key)
            var fault = invalid.map { .badSignature($0) } ?? fault(of: signer, author: statement.author)
            if fault == nil {
                let same = counted.first {
                    $0.signer.key == signer.key || !$0.signer.person.isDisjoint(with: signer.person)
                }
                if let same { fault = .repeated(signature: same.number) } else { counted.append((index + 1, signer)) }
            }
            return SignatureFinding(
                principal: usable(signer.lines).first?.names?.first ?? signer.principal,
                key: signature.key,
                fingerprint: signature.key.fingerprint,
                fault: fault,
                validBefore: fault == nil ? end(of: signer.lines) : nil
            )
        }
    }

    /// Whether a key belongs to an author, by any name that the key's owner has anywhere in `allowed_signers`.
    package func isKey(_ key: SSHPublicKey, of author: ApprovalStatement.Author) -> Bool {
        signer(of: key).isAuthor(author)
    }

    private func signer(of key: SSHPublicKey) -> Signer {
        memory?.signer(of: key, among: trust.signers) ?? Signer(of: key, among: trust.signers)
    }

    /// Reads a signature, and checks it over these bytes; `invalid` is `nil` when it is valid.
    ///
    /// - Throws: When it cannot be read.
    private func read(_ armour: [UInt8], over bytes: [UInt8]) throws(SSHSignatureError) -> (
        signature: SSHSignature, invalid: SSHSignatureError?
    ) {
        let namespace = ApprovalStatement.namespace
        let question = memory.map { _ in SignatureMemory.Question(armour, over: bytes, namespace: namespace) }
        if let question, let known = memory?.answer(to: question) { return (known, nil) }
        let signature = try SSHSignature(armoured: armour)
        do throws(SSHSignatureError) {
            if let memory, let question {
                try memory.verify(signature, over: bytes, namespace: namespace, question)
            } else {
                try signature.verify(bytes, namespace: namespace)
            }
            return (signature, nil)
        } catch { return (signature, error) }
    }

    /// Why a valid signature does not count.
    private func fault(of signer: Signer, author: ApprovalStatement.Author) -> SignatureFault? {
        if trust.revoked.contains(signer.key) { return .revokedKey }
        guard let first = signer.lines.first else { return .unknownKey }
        guard signer.principal != nil else { return .nobody(line: first.line) }
        if let fault = standing(of: signer.lines) { return fault }
        if policy.needsHardwareKeys && !signer.key.kind.isHardware { return .notHardware }
        if allowsSelfApproval { return nil }
        if !author.isNamed { return .unnamedAuthor }
        return signer.isAuthor(author) ? .author : nil
    }

    /// The lines by which a key may sign approvals now.
    func usable(_ lines: [AllowedSigner]) -> [AllowedSigner] {
        lines.filter { $0.names != nil && $0.allows(ApprovalStatement.namespace) && $0.isValid(at: now) }
    }

    /// The last second at which a line that counts now still does; `nil` when one of them has no end.
    private func end(of lines: [AllowedSigner]) -> UInt64? {
        let ends = usable(lines).map(\.validBefore)
        return ends.contains(nil) ? nil : ends.compactMap { $0 }.max()
    }

    /// Why no line lets its key sign approvals now; `nil` when one does.
    private func standing(of lines: [AllowedSigner]) -> SignatureFault? {
        guard usable(lines).isEmpty else { return nil }
        let named = lines.filter { $0.names != nil && $0.allows(ApprovalStatement.namespace) }
        guard !named.isEmpty else { return .namespace }
        if let start = named.compactMap(\.validAfter).filter({ $0 > now }).min() { return .keyNotYetValid(start) }
        return .keyEnded(named.compactMap(\.validBefore).max() ?? now)
    }
}
