internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// A session as JSON.
enum SessionReply {
    /// The whole session, with its output.
    static func json(_ detail: SessionDetail) -> JSON {
        let streams = [
            JSON.Member("stdout", StreamReply.json(detail.stdout, artifact: detail.artifact(of: .stdout))),
            JSON.Member("stderr", StreamReply.json(detail.stderr, artifact: detail.artifact(of: .stderr))),
        ]
        let more = [
            JSON.Member("result", detail.record.result.map(result) ?? .null),
            JSON.Member("queue", detail.queue.map(place) ?? .null),
        ]
        return .object(members(detail.record, streams + artifacts(detail.record)) + more)
    }

    /// The script's result, whose value is embedded as JSON.
    private static func result(_ result: ResultRecord) -> JSON {
        .record([
            "state": .string(result.state.rawValue),
            "file": .string(result.file),
            "value": result.text.flatMap { try? JSONReader.read(Array($0.utf8)) },
            "errors": .array(
                result.faults.map { fault in
                    .object([
                        "pointer": .string(fault.pointer), "keyword": fault.keyword.map { .string($0) },
                        "detail": .string(fault.detail),
                    ])
                }
            ),
        ])
    }

    private static func place(_ place: QueuePlace) -> JSON {
        .record([
            "position": .integer(place.position), "predicted_wait_ms": .milliseconds(place.wait),
            "waits_for_budget": .bool(place.waitsForBudget),
        ])
    }

    /// A session in a list: without its output, artifacts and result.
    static func summary(_ record: SessionRecord) -> JSON {
        let streams = [
            JSON.Member("stdout", StreamReply.counts(record.stdout)),
            JSON.Member("stderr", StreamReply.counts(record.stderr)),
        ]
        return .object(members(record, streams))
    }

    private static func members(_ record: SessionRecord, _ output: [JSON.Member]) -> [JSON.Member] {
        head(record) + ending(record) + limits(record) + output + rest(record)
    }

    private static func head(_ record: SessionRecord) -> [JSON.Member] {
        JSON.record([
            "id": .string(record.id.text),
            "script": .record([
                "name": record.scriptName.map { .string($0.text) }, "digest": .string(record.digest.description),
            ]),
            "runtime": .string(record.runtime.rawValue),
            "profile": .string(record.profile.text),
            "review": record.review.map { .string($0) },
            "state": .string(record.state.rawValue),
            "args": arguments(record),
            "argv": record.argumentObject.map { _ in .strings(record.arguments) },
            "env": .strings(record.environmentNames),
            "inputs": .files(record.inputs, name: "path"),
        ])
        .members
    }

    /// The arguments in the form in which they were given: by name, or as a list.
    private static func arguments(_ record: SessionRecord) -> JSON {
        guard let text = record.argumentObject, let object = try? JSONReader.read(Array(text.utf8)) else {
            // A plain list, or an unreadable record of named arguments; the list is what the script got.
            return .strings(record.arguments)
        }
        return object
    }

    private static func ending(_ record: SessionRecord) -> [JSON.Member] {
        let verdict = record.report?.verdict
        return JSON.record([
            "verdict": verdict.map { .string($0.name.rawValue) },
            "verdict_detail": verdict.map(detail),
            "exit_code": verdict?.exitCode.map { .integer($0) },
            "signal": verdict?.signal.map { .integer($0) },
        ])
        .members
    }

    /// The details of why a session ended.
    static func detail(_ verdict: Verdict) -> JSON {
        .object([
            "limit": verdict.limit.map { .string($0) },
            "observed": verdict.observed.map { .string($0) },
            "evidence": .string(verdict.evidence),
            "syscall": verdict.systemCall.map { .string($0) },
            "stage": verdict.stage.map { .string($0) },
            "errno": verdict.errno.map { .string($0) },
            "by": verdict.by.map { .string($0) },
            "reason": verdict.reason.map { .string($0) },
            "rule": verdict.rule.map { .string($0) },
        ])
    }

    private static func limits(_ record: SessionRecord) -> [JSON.Member] {
        JSON.record([
            "limits": .object(record.limits.entries.map { JSON.Member($0.name.rawValue, .string($0.value)) }),
            "limits_hit": .strings((record.report?.limitsHit ?? []).map(\.rawValue)),
            "denied_syscalls": .array((record.report?.deniedCalls ?? []).map(ReportReply.deniedCall)),
            "usage": record.report.map { UsageReply.json($0.usage, record) },
            "times": times(record),
        ])
        .members
    }

    private static func times(_ record: SessionRecord) -> JSON {
        let times = record.report?.times
        return .record([
            "queue_ms": .milliseconds(record.queued), "launch_ms": .milliseconds(record.launched),
            "set_up_ms": .milliseconds(times?.setUp), "run_ms": .milliseconds(times?.run),
            "collect_ms": .milliseconds(times?.collect), "destroy_ms": .milliseconds(times?.destroy),
        ])
    }

    private static func artifacts(_ record: SessionRecord) -> [JSON.Member] {
        let skipped = record.artifactsSkipped.map {
            JSON.object(["name": .string($0.path), "reason": .string($0.reason)])
        }
        return JSON.record([
            "artifacts": .files(record.artifacts, name: "name"), "artifacts_skipped": .array(skipped),
        ])
        .members
    }

    private static func rest(_ record: SessionRecord) -> [JSON.Member] {
        JSON.record([
            "controls": .array((record.report?.controls ?? []).map(ReportReply.control)),
            "destroyed": record.report.flatMap { ReportReply.destroyed($0.destruction) },
            "destruction": record.report.map { ReportReply.destruction($0.destruction) },
            "created_at": .moment(record.createdAt),
            "started_at": record.startedAt.map { .moment($0) },
            "finished_at": record.finishedAt.map { .moment($0) },
            "duration_ms": record.finishedAt.map { .integer(record.createdAt.duration(to: $0).wholeMilliseconds) },
            "caller": .caller(record.caller),
            "agent": record.agent.map { .string($0.text) },
            "workspace": record.workspace.map(WorkspaceReply.json),
            "labels": .object(record.labels.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
            "on_disconnect": .string(record.endsWithClient == true ? "kill" : "detach"),
            "request_id": .string(record.requestID),
            "traceparent": record.traceparent.map { .string($0) },
        ])
        .members
    }
}
