internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore

/// Makes the receipt of a session, and the leaf that names it.
struct ReceiptMaker: Sendable {
    let key: LogKey

    /// Signs the facts of a session that has ended.
    ///
    /// - Parameter beginning: The facts of its start; `nil` when its start is not in the log.
    func receipt(of record: SessionRecord, _ beginning: SessionBeginning?) throws(AuditError) -> ReceiptRecord {
        let statement = Receipt.statement(Self.facts(of: record, beginning))
        return ReceiptRecord(
            statement: statement,
            digest: MerkleHash.digest(of: statement),
            signature: try key.sshSignature(of: statement, namespace: Receipt.namespace)
        )
    }

    /// The end leaf of a session.
    static func end(of record: SessionRecord, start: UInt64?, receipt: ReceiptRecord) -> AuditEvent {
        let report = report(of: record)
        return .ended(
            EndFact(
                session: record.id,
                digest: record.digest,
                verdict: report.verdict.name,
                rule: report.verdict.rule,
                by: report.verdict.by,
                reason: report.verdict.reason,
                start: start,
                isDestroyed: report.destruction == Destruction() ? nil : report.destruction.isComplete,
                receipt: receipt.digest
            )
        )
    }

    /// The leaf of a session that was refused before it was queued.
    static func refusal(of record: SessionRecord, receipt: ReceiptRecord) -> AuditEvent {
        .refused(
            RefusalFact(
                session: record.id,
                script: record.scriptName,
                digest: record.digest,
                profile: record.profile,
                rule: record.report?.verdict.rule ?? "unknown",
                by: record.caller.uid,
                receipt: receipt.digest
            )
        )
    }

    /// The start leaf of a session.
    ///
    /// - Parameters:
    ///   - request: The digest that ``request(of:)`` gives.
    ///   - trust: The digest of the trust files by which the session was admitted.
    static func start(
        of record: SessionRecord,
        _ approval: ReceiptFacts.Approval,
        request: Digest,
        _ closure: RuntimeClosure?,
        trust: Digest?
    ) -> AuditEvent {
        .started(
            StartFact(
                session: record.id,
                script: record.scriptName,
                digest: record.digest,
                profile: record.profile,
                runtime: record.runtime,
                by: record.caller.uid,
                approval: approval.id,
                statement: approval.statement,
                request: request,
                closure: closure,
                trust: trust
            )
        )
    }

    private static func facts(of record: SessionRecord, _ beginning: SessionBeginning?) -> ReceiptFacts {
        var facts = ReceiptFacts(
            report: report(of: record),
            script: record.scriptName,
            digest: record.digest,
            runtime: record.runtime,
            profile: record.profile,
            caller: .init(uid: record.caller.uid, gid: record.caller.gid, agent: record.agent),
            requestID: record.requestID,
            request: beginning?.request ?? request(of: record),
            limits: record.limits,
            createdAt: record.createdAt
        )
        facts.approval = beginning?.approval
        facts.closure = beginning?.closure
        facts.start = beginning?.start
        (facts.startedAt, facts.finishedAt) = (record.startedAt, record.finishedAt)
        facts.stdout = ReceiptFacts.Stream(total: record.stdout.total, digest: record.stdout.digest)
        facts.stderr = ReceiptFacts.Stream(total: record.stderr.total, digest: record.stderr.digest)
        facts.artifacts = record.artifacts.map(file)
        facts.workspace = record.workspace.map { use in
            .init(id: use.id, before: use.before, after: use.after, outcome: use.outcome?.rawValue)
        }
        return facts
    }

    /// The digest of the request.
    static func request(of record: SessionRecord) -> Digest {
        RequestDigest.of(
            digest: record.digest,
            profile: record.profile,
            arguments: record.arguments,
            environment: record.environmentNames,
            inputs: record.inputs.map(file),
            labels: record.labels,
            limits: record.limits,
            workspace: record.workspace?.id
        )
    }

    private static func file(_ file: FileRecord) -> ReceiptFacts.File {
        ReceiptFacts.File(name: file.path, size: file.size, digest: file.digest)
    }

    private static func report(of record: SessionRecord) -> SessionReport {
        record.report ?? SessionReport(session: record.id, verdict: Verdict(.internalError, evidence: "no report"))
    }
}
