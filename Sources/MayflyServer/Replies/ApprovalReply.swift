internal import MayflyAPI
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// Statements, signatures and trust as JSON.
enum ApprovalReply {
    /// A statement with its signatures, byte for byte, and what they are worth now.
    static func json(_ detail: ApprovalDetail) -> JSON {
        let statement = detail.statement
        let members: JSON = .object([
            "id": .string(statement.id.text),
            "script": .string(statement.name.text),
            "digest": .string(statement.digest.description),
            "decision": .string(statement.decision.rawValue),
            "state": .string(detail.state.rawValue),
            "author": .object(["uid": .integer(statement.author.uid), "user": .string(statement.author.user)]),
            "profiles": .array(detail.standings.map { standing($0, of: statement) }),
            "created_at": .moment(Timestamp(seconds: statement.createdAt)),
            "not_before": .moment(Timestamp(seconds: statement.notBefore)),
            "expires_at": .moment(Timestamp(seconds: statement.expires)),
            "comment": .string(statement.comment),
            "replaces": statement.replaces.map { .string($0.text) },
            "signatures": .array(zip(detail.record.signatures, detail.findings).map { signature($0, $1) }),
            "statement": .string(String(decoding: detail.record.bytes, as: UTF8.self)),
        ])
        return .object(members.members + [JSON.Member("self_approval", .bool(detail.isSelfApproval))] + warning(detail))
    }

    private static func warning(_ detail: ApprovalDetail) -> [JSON.Member] {
        guard detail.isSelfApproval else { return [] }
        return [
            JSON.Member(
                "warning",
                .string("self-approval is switched on: the author has brought or made a signature of this version")
            )
        ]
    }

    private static func standing(_ standing: ProfileStanding, of statement: ApprovalStatement) -> JSON {
        let closure = statement.profiles.first { $0.name == standing.profile }?.closure
        return .object([
            "name": .string(standing.profile.text),
            "required": .integer(standing.required),
            "approvers": .strings(standing.approvers),
            "permitted": .bool(standing.isPermitted),
            "holds_until": standing.holdsUntil.map { .moment($0) },
            "refusal": standing.refusal.map(refusal),
            "interpreter": closure.map { .string($0.interpreter) },
            "interpreter_digest": closure?.interpreterDigest.map { .string($0.description) },
            "flags": closure.map { .strings($0.flags) },
            "profile_digest": closure.map { .string($0.profileDigest.description) },
        ])
    }

    private static func refusal(_ refusal: ProfileStanding.Refusal) -> JSON {
        .object([
            "rule": .string(refusal.rule),
            "detail": .string(refusal.detail),
            "hint": refusal.renewable.map { .string(ApprovalHint.repin($0)) },
        ])
    }

    private static func signature(_ record: SignatureRecord, _ finding: SignatureFinding) -> JSON {
        .object([
            "principal": .string(finding.principal ?? record.principal),
            "key": .string(record.key),
            "counts": .bool(finding.counts),
            "why_not": finding.fault.map { .string($0.description) },
            "by": .caller(record.by),
            "at": .moment(record.createdAt),
            "signature": .string(record.armour),
        ])
    }

    static func draft(_ draft: StatementDraft) -> JSON {
        .object([
            "open": .bool(draft.isOpen),
            "sha256": .string(draft.digest.hexadecimal),
            "statement": .string(String(decoding: draft.bytes, as: UTF8.self)),
            "approval": json(draft.approval),
        ])
    }

    /// The signers whose signatures count.
    static func trust(_ report: TrustReport) -> JSON {
        .record([
            "signers": .array(report.signers.map(signer)),
            "revoked_keys": .integer(report.revokedKeys),
            "local_key": .string(report.localKey),
            "allowed_signers": .string("\(report.directory)/allowed_signers"),
            "digests": .record([
                "allowed_signers": .string(report.signersDigest.description),
                "revoked_keys": report.revokedDigest.map { .string($0.description) },
                "warden": report.wardenDigest.map { .string($0.description) },
            ]),
            "self_approval": .bool(report.allowsSelfApproval),
        ])
    }

    private static func signer(_ signer: AllowedSigner) -> JSON {
        let key: (kind: String, fingerprint: String, isSupported: Bool) =
            switch signer.key {
            case .signer(let key): (key.kind.rawValue, key.fingerprint, true)
            case .unsupported(let key): (key.kind, key.fingerprint, false)
            }
        return .record([
            "line": .integer(signer.line),
            "principals": .string(signer.principals.text),
            "key_type": .string(key.kind),
            "key": .string(key.fingerprint),
            "supported": .bool(key.isSupported),
            "namespaces": signer.namespaces.map { .string($0.text) },
            "valid_after": signer.validAfter.map { .moment(Timestamp(seconds: $0)) },
            "valid_before": signer.validBefore.map { .moment(Timestamp(seconds: $0)) },
        ])
    }
}
