import HTTPTypes
import MayflyAPI
import MayflyAgents
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyServer

@Suite("A reply")
struct ReplyTests {
    private static let digest = "sha256:" + String(repeating: "ab", count: 32)

    @Test func `names every refusal by a status, a code and what to do`() throws {
        let digest = try #require(Digest(Self.digest))
        let name = try #require(ScriptName("team/report"))
        let standard = try #require(ProfileName("standard"))
        let strict = try #require(ProfileName("strict"))
        let agent = try #require(AgentName("bot"))
        let space = try #require(WorkspaceName("march"))
        let session = try #require(SessionID("ses_01m85xm72t7a24204s7fh61fck"))
        let upload = try #require(UploadID("upl_01m85xm72t7a24204s7fh61fck"))
        let errors: [ServiceError] = [
            .invalid(pointer: "/args/0", detail: "it holds a NUL"), .scriptNotFound("a"),
            .versionNotFound(name, digest),
            .scriptNotApproved(digest, name: name, standard, required: 1),
            .scriptNotApproved(digest, name: nil, standard, required: 2),
            .scriptRejected(digest, reason: "it prints names"), .scriptRejected(digest, reason: nil),
            .scriptDeprecated(digest, name),
            .approvalRefused(
                digest,
                name: name,
                standard,
                rule: "not_enough_approvals",
                detail: "1 of 2 signatures count"
            ),
            .runtimeChanged(digest, name: name, standard, detail: "other than approved: x", approval: "apr_x"),
            .runtimeChanged(digest, name: name, standard, detail: "fetch a new statement", approval: nil),
            .statementRefused("it was created in the future"),
            .signatureRefused("key SHA256:x: it is the author's own"),
            .unsignedApproval, .approvalNotFound("apr_x"), .fileNotFound(digest, "a"),
            .wrongState(digest, .approved, name: name, detail: "deprecate it, or revoke it for good"),
            .trustUnreadable("allowed_signers:1: no key"),
            .scriptRevoked(digest, reason: "leaks"),
            .approvalExpired(digest, name: name, [standard, strict], at: Timestamp(milliseconds: 0)),
            .approvalExpired(digest, name: nil, [standard], at: Timestamp(milliseconds: 0)),
            .approvalNotYetValid(digest, name: name, standard, from: Timestamp(milliseconds: 1000)),
            .approvalRefused(digest, name: name, standard, rule: "approval_too_old", detail: "it is of 1970"),
            .profileNotListed(digest, standard, listed: [strict]),
            .profileNotFound("a"), .profileNotApproved(digest, standard, approved: [standard]),
            .runtimeNotAllowed(.node, standard), .limitAboveCeiling(.memory, asked: "2Gi", ceiling: "256Mi"),
            .overBudget(.cpus, asked: "4", budget: "2"),
            .environmentNotAllowed("LD_PRELOAD", detail: "it loads code", missingIn: nil),
            .environmentNotAllowed("LANG", detail: "the profile does not list it", missingIn: .profile),
            .environmentNotAllowed("TZ", detail: "mayfly.yaml does not list it", missingIn: .script),
            .selfApproval(digest),
            .forbidden("no"),
            .sessionNotFound(session), .artifactNotFound(session, "a"), .alreadyFinished(session),
            .receiptNotFound(session),
            .invalidArguments([ServiceFault(pointer: "/args", detail: "x")], schemaOf: "team/report"),
            .eventsForgotten(session), .idempotencyKeyReused(session),
            .proposalQuota(.mebibytes(256)), .tooManyNames(digest, 64), .uploadNotFound(upload),
            .uploadQuota(.mebibytes(512)),
            .queueFull(retryAfter: .seconds(3)), .agentNotFound("bot"),
            .agentRefused(AgentRefusal(agent, .script, limit: "a/*", used: "b")),
            .agentRefused(AgentRefusal(agent, .hours, limit: "08:00-18:00 UTC", retryAfter: .seconds(90))),
            .agentRefused(AgentRefusal(agent, .starts, limit: "5", used: "5", retryAfter: .milliseconds(1500))),
            .agentRefused(AgentRefusal(agent, .cpu, limit: "9.000 s", used: "8.000 s", asked: "2.000 s")), .draining,
            .notReady("not yet"),
            .workspace(.notFound("w")), .workspace(.inUse(space, by: session)), .workspace(.notAllowed(standard)),
            .workspace(.otherProfile(space, standard)), .workspace(.tooLarge(space, "2 files of 3Mi")),
            .workspace(.nameTaken(space)), .workspace(.tooMany(standard, most: 8)),
            .reloadFailed("a.yaml:1:1: error: x"),
            .cancelled, .storage("disk full"), .internal("x"),
        ]
        let texts = errors.map { error in
            let problem = ProblemReply(error)
            let headers = problem.headers.map { "\($0.name): \($0.value)\n" }.joined()
            return headers + problem.json(requestID: "req_1", instance: "/v1/x").prettyText + "\n"
        }
        try expectGolden(texts.joined(), "problems.txt")
        #expect(Set(errors.map(\.code)).count == errors.count - 7, "a code means one thing")
    }

    @Test func `has all of a session`() throws {
        try expectGolden(SessionReply.json(try Self.session()).prettyText + "\n", "session.json")
    }

    @Test func `has a session that has not begun, too`() throws {
        var detail = try Self.session()
        detail.record.report = nil
        detail.record.state = .queued
        (detail.record.startedAt, detail.record.finishedAt) = (nil, nil)
        (detail.record.queued, detail.record.launched) = (nil, nil)
        try expectGolden(SessionReply.json(detail).prettyText + "\n", "queued-session.json")
    }

    private static func session() throws -> SessionDetail {
        let id = try #require(SessionID("ses_01m85xm72t7a24204s7fh61fck"))
        let digest = try #require(Digest(Self.digest))
        var verdict = Verdict(.memoryLimit, evidence: "memory.events oom_kill 0→1")
        (verdict.signal, verdict.limit, verdict.observed) = (9, "256Mi", "262140Ki")
        var usage = Usage()
        (usage.wall, usage.cpuTotal) = (.microseconds(1_234_567), .milliseconds(900))
        usage.memoryPeak = .kibibytes(262_140)
        var times = StageTimes()
        (times.setUp, times.run) = (.microseconds(12_345), .microseconds(1_234_567))
        var record = SessionRecord(
            id: id,
            scriptName: ScriptName("team/report"),
            digest: digest,
            runtime: .python,
            profile: try #require(ProfileName("standard")),
            limits: limits,
            caller: CallerIdentity(uid: 1000, gid: 1000, pid: 42),
            requestID: "req_1",
            createdAt: Timestamp(milliseconds: 1_778_146_200_250)
        )
        record.state = .destroyed
        record.arguments = ["--month", "5"]
        record.labels = ["ticket": "T-1", "agent": "a"]
        record.queued = .milliseconds(2)
        record.launched = .microseconds(1500)
        record.startedAt = Timestamp(milliseconds: 1_778_146_200_300)
        record.finishedAt = Timestamp(milliseconds: 1_778_146_201_600)
        record.report = SessionReport(
            session: id,
            verdict: verdict,
            limitsHit: [.memory],
            usage: usage,
            times: times,
            controls: [Control("seccomp", "filter")],
            destruction: Destruction(checked: ["cgroup", "mounts"])
        )
        record.stdout = StreamRecord(total: .bytes(5), digest: digest, head: .bytes(5))
        record.artifacts = [FileRecord(path: "a%25b.csv", size: .bytes(3), digest: digest)]
        record.artifactsSkipped = [SkippedArtifact(path: "link", reason: "not a regular file")]
        let stdout = KeptOutput(record: record.stdout, head: Array("a\u{1b}[1".utf8) + [0xff])
        return SessionDetail(record: record, stdout: stdout)
    }

    private static let limits = SessionLimits(
        wall: .seconds(30),
        cpuTime: .seconds(20),
        cpus: CPURate(millicpus: 1000),
        memory: .mebibytes(256),
        pids: 64,
        disk: .mebibytes(64),
        inodes: 4096,
        openFiles: 256,
        output: .mebibytes(1),
        artifacts: .mebibytes(16),
        artifactCount: 100
    )
}
