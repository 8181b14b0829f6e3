package import MayflyCore

/// Turns evidence into a verdict.
///
/// The first rule that applies decides; no rule infers a cause from an exit code.
package enum VerdictRule {
    /// The verdict of a session.
    package static func decide(_ evidence: SessionEvidence) -> Verdict {
        var verdict =
            setupFailed(evidence) ?? ended(evidence) ?? outOfMemory(evidence) ?? reached(evidence) ?? exited(evidence)
            ?? unexplained(evidence)
        // A process that ended before it became the script has no exit status of the script.
        switch evidence.setupFailure == nil ? evidence.mainExit : nil {
        case .code(let code): verdict.exitCode = code
        case .signal(let signal): verdict.signal = signal
        case nil: break
        }
        return verdict
    }

    /// The limits that the session reached, whether it ended for them or not.
    package static func limitsHit(_ evidence: SessionEvidence) -> [LimitName] {
        var hit: Set<LimitName> = []
        if evidence.oomKills > 0, !evidence.isHostOutOfMemory { hit.insert(.memory) }
        if isOverProcessorTime(evidence) { hit.insert(.cpuTime) }
        if evidence.pidsRefused > 0 { hit.insert(.pids) }
        if evidence.diskFull { hit.insert(.disk) }
        if evidence.inodesFull { hit.insert(.inodes) }
        switch evidence.cause {
        case .wall, .overran: hit.insert(.wall)
        case .cpuTime: hit.insert(.cpuTime)
        case .memory: hit.insert(.memory)
        case .pids: hit.insert(.pids)
        case .disk(let name): hit.insert(name)
        case .output: hit.insert(.output)
        case .hostMemory, .deniedCall, .killed, .revoked, .refused, .shutdown, nil: break
        }
        return LimitName.allCases.filter(hit.contains)
    }

    private static func setupFailed(_ evidence: SessionEvidence) -> Verdict? {
        guard let failure = evidence.setupFailure else { return nil }
        var verdict = Verdict(.setupFailed, evidence: "\(failure.stage.name): \(failure.subject): \(failure.errno)")
        verdict.stage = failure.stage.name
        verdict.errno = failure.errno
        return verdict
    }

    private static func ended(_ evidence: SessionEvidence) -> Verdict? {
        switch evidence.cause {
        case .wall: outOfTime(evidence, "wall-clock timer fired at \(evidence.limits.wall.secondsText)")
        case .overran: outOfTime(evidence, "ended by itself, later than it was allowed to")
        case .cpuTime: outOfProcessorTime(evidence, used: evidence.cpuTotal)
        case .hostMemory: outOfHostMemory(evidence)
        case .memory: outOfMemory(evidence) ?? saidToBeOutOfMemory(evidence)
        case .pids: outOfProcesses(evidence)
        case .disk(let name): outOfSpace(evidence, name)
        case .output(let bound, let observed): tooMuchOutput(bound, observed)
        case .deniedCall(let name): denied(name)
        case .killed(let by, let reason): ordered(.killed, by, reason)
        case .revoked(let by, let reason): ordered(.revoked, by, reason)
        case .refused(let refusal): refusal.verdict
        case .shutdown: Verdict(.daemonRestart, evidence: "the daemon was stopped while the session was running")
        case nil: nil
        }
    }

    private static func outOfTime(_ evidence: SessionEvidence, _ text: String) -> Verdict {
        limit(.wallTimeout, evidence.limits.wall.text, evidence.wall.secondsText, text)
    }

    /// The verdict when the kernel reported the lack of memory but counted no killed process.
    private static func saidToBeOutOfMemory(_ evidence: SessionEvidence) -> Verdict {
        outOfOwnMemory(evidence, "\(evidence.oomSource) reported out of memory")
    }

    private static func tooMuchOutput(_ bound: ByteCount, _ observed: ByteCount) -> Verdict {
        let text = "reader counted \(observed.bytes) bytes"
        return limit(.outputLimit, bound.description, observed.description, text)
    }

    private static func outOfMemory(_ evidence: SessionEvidence) -> Verdict? {
        guard evidence.oomKills > 0 else { return nil }
        guard !evidence.isHostOutOfMemory else { return outOfHostMemory(evidence) }
        return outOfOwnMemory(evidence, "\(evidence.oomSource) oom_kill 0→\(evidence.oomKills)")
    }

    private static func outOfOwnMemory(_ evidence: SessionEvidence, _ text: String) -> Verdict {
        limit(.memoryLimit, evidence.limits.memory.description, evidence.usage.memoryPeak?.description, text)
    }

    /// The verdict when the session had not reached its own limit, so that its end is not its own fault.
    private static func outOfHostMemory(_ evidence: SessionEvidence) -> Verdict {
        var verdict = Verdict(
            .killed,
            evidence:
                "\(evidence.oomSource) oom_kill 0→\(evidence.oomKills), and the session's own limit was not reached"
        )
        verdict.by = "the kernel"
        verdict.reason = "the host, or a cgroup above the session's, had no memory left"
        return verdict
    }

    private static func isOverProcessorTime(_ evidence: SessionEvidence) -> Bool {
        evidence.cpuAtExit.map { $0 > evidence.limits.cpuTime } ?? false
    }

    private static func outOfProcessorTime(_ evidence: SessionEvidence, used: Duration?) -> Verdict {
        let used = used?.secondsText
        let text = "cgroup counted \(used ?? "more") of processor time"
        return limit(.cpuTimeout, evidence.limits.cpuTime.text, used, text)
    }

    private static func outOfProcesses(_ evidence: SessionEvidence) -> Verdict {
        // The kernel's count includes pid 1 of the cell, to which the limit does not apply.
        let peak = evidence.usage.pidsPeak.map { "\($0 > 0 ? $0 - 1 : 0)" }
        return limit(.pidsLimit, "\(evidence.limits.pids)", peak, "pids.events max 0→\(evidence.pidsRefused)")
    }

    private static func outOfSpace(_ evidence: SessionEvidence, _ name: LimitName) -> Verdict {
        let isOfFiles = name == .inodes
        let used = isOfFiles ? evidence.usage.diskInodes.map { "\($0)" } : evidence.usage.diskBytes?.description
        let text = "scratch file system has no free \(isOfFiles ? "inodes" : "blocks")"
        return limit(.diskLimit, evidence.limits.text(of: name), used, text)
    }

    /// The verdict for an ending limit that was reached in a session that ended before the warden noticed.
    ///
    /// The exit status does not matter: with `end` the limit ends the session, whatever the script makes of the refusal.
    private static func reached(_ evidence: SessionEvidence) -> Verdict? {
        if isOverProcessorTime(evidence) { return outOfProcessorTime(evidence, used: evidence.cpuAtExit) }
        for name in limitsHit(evidence) where evidence.endingLimits.contains(name) {
            switch name {
            case .pids: return outOfProcesses(evidence)
            case .disk, .inodes: return outOfSpace(evidence, name)
            default: continue
            }
        }
        return nil
    }

    private static func exited(_ evidence: SessionEvidence) -> Verdict? {
        switch evidence.mainExit {
        case .code(0): Verdict(.ok, evidence: "main process exited with code 0")
        case .code(let code): Verdict(.nonzeroExit, evidence: "main process exited with code \(code)")
        case .signal(let signal): Verdict(.signaled, evidence: "main process was ended by signal \(signal)")
        case nil: nil
        }
    }

    /// The verdict when pid 1 ended without a report, and nothing that the warden did or observed explains it.
    private static func unexplained(_ evidence: SessionEvidence) -> Verdict {
        let how =
            switch evidence.keeperExit {
            case .code(let code): "exited with code \(code)"
            case .signal(let signal): "was ended by signal \(signal)"
            case nil: "was not seen to end"
            }
        return Verdict(.internalError, evidence: "pid 1 of the cell \(how) without a report")
    }

    private static func denied(_ name: String) -> Verdict {
        var verdict = Verdict(.syscallDenied, evidence: "seccomp user notification: \(name) refused with EPERM")
        verdict.systemCall = name
        return verdict
    }

    private static func limit(_ name: VerdictName, _ limit: String, _ observed: String?, _ evidence: String) -> Verdict
    {
        var verdict = Verdict(name, evidence: evidence)
        verdict.limit = limit
        verdict.observed = observed
        return verdict
    }

    private static func ordered(_ name: VerdictName, _ by: String, _ reason: String) -> Verdict {
        var verdict = Verdict(name, evidence: "kill order from the daemon, for \(by)")
        verdict.by = by
        verdict.reason = reason
        return verdict
    }
}
