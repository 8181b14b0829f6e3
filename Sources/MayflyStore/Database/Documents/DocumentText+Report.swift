internal import MayflyCore

extension SessionReport: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("session", session)
            text.member("verdict", verdict)
            text.member("limitsHit", limitsHit)
            text.member("deniedCalls", deniedCalls)
            text.member("usage", usage)
            text.member("times", times)
            text.member("controls", controls)
            text.member("destruction", destruction)
            text.member("plan", ifPresent: plan)
        }
    }
}

extension Verdict: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("name", name)
            text.member("exitCode", ifPresent: exitCode)
            text.member("signal", ifPresent: signal)
            text.member("limit", ifPresent: limit)
            text.member("observed", ifPresent: observed)
            text.member("evidence", evidence)
            text.member("stage", ifPresent: stage)
            text.member("errno", ifPresent: errno)
            text.member("systemCall", ifPresent: systemCall)
            text.member("by", ifPresent: by)
            text.member("reason", ifPresent: reason)
            text.member("rule", ifPresent: rule)
        }
    }
}

extension DeniedCall: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("name", name)
            text.member("count", count)
            text.member("first", first)
            text.member("arguments", arguments)
        }
    }
}

extension Usage: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("wall", ifPresent: wall)
            text.member("cpuUser", ifPresent: cpuUser)
            text.member("cpuSystem", ifPresent: cpuSystem)
            text.member("cpuTotal", ifPresent: cpuTotal)
            text.member("throttled", ifPresent: throttled)
            text.member("memoryPeak", ifPresent: memoryPeak)
            text.member("oomKills", ifPresent: oomKills)
            text.member("pidsPeak", ifPresent: pidsPeak)
            text.member("diskBytes", ifPresent: diskBytes)
            text.member("diskInodes", ifPresent: diskInodes)
            text.member("ioRead", ifPresent: ioRead)
            text.member("ioWritten", ifPresent: ioWritten)
            text.member("voluntarySwitches", ifPresent: voluntarySwitches)
            text.member("involuntarySwitches", ifPresent: involuntarySwitches)
        }
    }
}

extension StageTimes: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("setUp", ifPresent: setUp)
            text.member("run", ifPresent: run)
            text.member("collect", ifPresent: collect)
            text.member("destroy", ifPresent: destroy)
        }
    }
}

extension Control: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("name", name)
            text.member("value", value)
        }
    }
}

extension Destruction: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("checked", checked)
            text.member("leftovers", leftovers)
        }
    }
}
