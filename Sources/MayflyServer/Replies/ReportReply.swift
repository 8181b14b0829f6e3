internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON

/// The warden's reports, as JSON.
enum ReportReply {
    /// A canary's report.
    static func canary(_ report: SessionReport) -> JSON {
        .record([
            "verdict": .string(report.verdict.name.rawValue),
            "verdict_detail": SessionReply.detail(report.verdict),
            "controls": .array(report.controls.map(control)),
            "destroyed": destroyed(report.destruction),
            "destruction": destruction(report.destruction),
            "times": .record([
                "set_up_ms": .milliseconds(report.times.setUp), "destroy_ms": .milliseconds(report.times.destroy),
            ]),
        ])
    }

    /// One protection that was in force.
    static func control(_ control: Control) -> JSON {
        .object([JSON.Member("name", .string(control.name)), JSON.Member("value", .string(control.value))])
    }

    /// A system call that was refused.
    static func deniedCall(_ call: DeniedCall) -> JSON {
        .object([
            "name": .string(call.name),
            "count": .integer(Int64(clamping: call.count)),
            "first_ms": .milliseconds(call.first),
            "arguments": .object(
                call.arguments.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
            ),
        ])
    }

    /// Whether the cell is gone; `nil` when there was none.
    static func destroyed(_ destruction: Destruction) -> JSON? {
        destruction == Destruction() ? nil : .bool(destruction.isComplete)
    }

    /// What was checked, and what was left over.
    static func destruction(_ destruction: Destruction) -> JSON {
        .object(["checked": .strings(destruction.checked), "leftovers": .strings(destruction.leftovers)])
    }
}
