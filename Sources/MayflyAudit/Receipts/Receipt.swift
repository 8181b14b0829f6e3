internal import MayflyCore
internal import MayflyJSON

/// The signed record of one session: an in-toto Statement whose subject is the script.
///
/// The bytes count: members always have the same order, without spaces, and a newline ends them.
package enum Receipt {
    /// The namespace of SSH signatures of receipts.
    package static let namespace = "mayfly-receipt"
    /// The type of the predicate.
    package static let predicateType = "urn:mayfly:receipt:v1"
    /// The most bytes of a receipt, for all its readers: no session can have a longer one.
    ///
    /// Nearly all of it is artifacts: as many as a profile may allow, with 130 bytes for each besides its name, and names of 4 MiB
    /// together, every byte of which may have to be escaped.
    package static let longest = 24 << 20
    private static let statementType = "https://in-toto.io/Statement/v1"

    /// The bytes that are signed.
    package static func statement(_ facts: ReceiptFacts) -> [UInt8] {
        let subject = JSON.object([
            "name": .string(facts.script?.text ?? ""), "digest": sha256(facts.digest),
        ])
        let json = JSON.object([
            "_type": .string(statementType), "subject": .array([subject]), "predicateType": .string(predicateType),
            "predicate": predicate(facts),
        ])
        return json.compactBytes + [UInt8(ascii: "\n")]
    }

    private static func predicate(_ facts: ReceiptFacts) -> JSON {
        let work = facts.workspace.map { [JSON.Member("workspace", workspace($0))] } ?? []
        return .object(members(facts) + work)
    }

    private static func members(_ facts: ReceiptFacts) -> [JSON.Member] {
        JSON.record([
            "session": .string(facts.report.session.text),
            "start": facts.start.map { .number("\($0)") },
            "approval": facts.approval.map { approval in
                .record(["id": .string(approval.id), "statement": approval.statement.map(sha256)])
            },
            "caller": caller(facts.caller),
            "requestId": .string(facts.requestID.excerpt(256)),
            "request": sha256(facts.request),
            "profile": .string(facts.profile.text),
            "runtime": .string(facts.runtime.rawValue),
            "closure": facts.closure.map(closure),
            "plan": facts.report.plan.map(sha256),
            "limits": .object(facts.limits.entries.map { JSON.Member($0.name.rawValue, .string($0.value)) }),
            "controls": controls(facts.report.controls),
            "verdict": verdict(facts.report.verdict),
            "limitsHit": .strings(facts.report.limitsHit.map(\.rawValue)),
            "usage": usage(facts.report.usage),
            "stdout": stream(facts.stdout),
            "stderr": stream(facts.stderr),
            "artifacts": .array(facts.artifacts.map(file)),
            "destruction": .object([
                "checked": .strings(facts.report.destruction.checked),
                "leftovers": .strings(facts.report.destruction.leftovers),
            ]),
            "createdAt": moment(facts.createdAt),
            "startedAt": facts.startedAt.map(moment),
            "finishedAt": facts.finishedAt.map(moment),
        ])
        .members
    }

    // MARK: - Parts

    private static func caller(_ caller: ReceiptFacts.Caller) -> JSON {
        .record([
            "uid": .number("\(caller.uid)"), "gid": .number("\(caller.gid)"),
            "agent": (caller.agent?.text).map { .string($0) },
        ])
    }

    /// The controls by name; a name that occurs more than once, such as an approver, has all of its values.
    private static func controls(_ controls: [Control]) -> JSON {
        var names: Set<String> = []
        var members: [JSON.Member] = []
        names.reserveCapacity(controls.count)
        members.reserveCapacity(controls.count)
        for control in controls {
            let value = JSON.string(control.value)
            if !names.insert(control.name).inserted, let index = members.firstIndex(where: { $0.name == control.name })
            {
                let earlier = members[index].value
                members[index].value = .array((earlier.text == nil ? earlier.elements : [earlier]) + [value])
            } else {
                members.append(JSON.Member(control.name, value))
            }
        }
        return .object(members)
    }

    private static func workspace(_ use: ReceiptFacts.Workspace) -> JSON {
        .record([
            "id": .string(use.id.text), "before": use.before.map(sha256), "after": use.after.map(sha256),
            "outcome": text(use.outcome),
        ])
    }

    private static func closure(_ closure: RuntimeClosure) -> JSON {
        .record([
            "profileDigest": sha256(closure.profileDigest), "interpreter": .string(closure.interpreter),
            "interpreterDigest": closure.interpreterDigest.map(sha256), "flags": .strings(closure.flags),
        ])
    }

    private static func verdict(_ verdict: Verdict) -> JSON {
        .object([
            "name": .string(verdict.name.rawValue), "exitCode": verdict.exitCode.map { .number("\($0)") },
            "signal": verdict.signal.map { .number("\($0)") }, "limit": text(verdict.limit),
            "observed": text(verdict.observed), "evidence": text(verdict.evidence), "stage": text(verdict.stage),
            "errno": text(verdict.errno), "systemCall": text(verdict.systemCall), "by": text(verdict.by),
            "reason": text(verdict.reason), "rule": text(verdict.rule),
        ])
    }

    /// The usage without the values that the kernel did not report.
    private static func usage(_ usage: Usage) -> JSON {
        .object([
            "wallMicroseconds": time(usage.wall), "cpuMicroseconds": time(usage.cpuTotal),
            "cpuUserMicroseconds": time(usage.cpuUser), "cpuSystemMicroseconds": time(usage.cpuSystem),
            "memoryPeakBytes": bytes(usage.memoryPeak), "oomKills": number(usage.oomKills),
            "pidsPeak": number(usage.pidsPeak), "diskBytes": bytes(usage.diskBytes),
            "diskInodes": number(usage.diskInodes), "ioReadBytes": bytes(usage.ioRead),
            "ioWrittenBytes": bytes(usage.ioWritten),
        ])
    }

    private static func stream(_ stream: ReceiptFacts.Stream) -> JSON {
        .record(["bytes": bytes(stream.total), "digest": stream.digest.map(sha256)])
    }

    private static func file(_ file: ReceiptFacts.File) -> JSON {
        .record(["name": .string(file.name), "bytes": bytes(file.size), "digest": sha256(file.digest)])
    }

    private static func sha256(_ digest: Digest) -> JSON { .object(["sha256": .string(digest.hexadecimal)]) }
    private static func moment(_ moment: Timestamp) -> JSON { .string(DateText.text(of: moment)) }
    private static func text(_ text: String?) -> JSON? { text.map { .string($0.excerpt(1024)) } }
    private static func number(_ number: UInt64?) -> JSON? { number.map { .number("\($0)") } }
    private static func bytes(_ count: ByteCount?) -> JSON? { count.map { .number("\($0.bytes)") } }
    private static func time(_ time: Duration?) -> JSON? { time.map { .number("\($0.wholeMicroseconds)") } }
}

extension JSON {
    /// Like `object`, but with members without a value as `null`: they exist, but are not known.
    static func record(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(members.map { Member($0, $1 ?? .null) })
    }
}
