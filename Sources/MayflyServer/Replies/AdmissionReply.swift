internal import MayflyCore
internal import MayflyJSON
internal import MayflyService

/// The outcome that a submission would have, as JSON.
enum AdmissionReply {
    /// Whether the submission would be admitted, under which limits, or which rule would refuse it.
    static func json(_ admission: SubmissionTrial) -> JSON {
        let problem = admission.refusal.map { ProblemReply($0) }
        return .record([
            "admitted": .bool(admission.refusal == nil),
            "script": .record([
                "name": admission.name.map { .string($0.text) },
                "digest": admission.digest.map { .string($0.description) },
            ]),
            "runtime": admission.runtime.map { .string($0.rawValue) },
            "profile": admission.profile.map { .string($0.text) },
            "limits": admission.limits.map { limits in
                .object(limits.entries.map { JSON.Member($0.name.rawValue, .string($0.value)) })
            },
            "budget": admission.budget.map(budget),
            "rule": problem.map { .string($0.code) },
            "detail": problem.map { .string($0.detail) },
            "hint": problem?.hint.map { .string($0) },
        ])
    }

    /// The session's share of the budget, by the names of limits; an unbounded total is `null`.
    private static func budget(_ standing: BudgetStanding) -> JSON {
        let total = standing.total == .unbounded ? nil : standing.total
        return .record([
            "memory": .record([
                "needed": .string(standing.needed.memory.description),
                "taken": .string(standing.taken.memory.description),
                "total": total.map { .string($0.memory.description) },
            ]),
            "cpus": .record([
                "needed": .string(standing.needed.cpus), "taken": .string(standing.taken.cpus),
                "total": total.map { .string($0.cpus) },
            ]),
            "fits_now": .bool(standing.fitsNow),
        ])
    }
}
