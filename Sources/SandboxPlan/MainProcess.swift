/// What the main process of a cell is, from the moment that everything is in force in it.
package enum MainProcess: Hashable, Sendable {
    /// It ends: a canary.
    case none
    /// It becomes the script's program.
    case script(StartPlan)
    /// It waits to be told what it becomes, in a cell that was built ahead.
    case awaited
    /// It becomes an interpreter that waits to be told which script it runs, in a cell that was built ahead.
    case interpreter(InterpreterPlan)

    /// Whether the cell is built before it is known for which session.
    package var isAhead: Bool {
        switch self {
        case .none, .script: false
        case .awaited, .interpreter: true
        }
    }

    /// `nil` for anything else than an interpreter that waits.
    package var interpreter: InterpreterPlan? {
        if case .interpreter(let plan) = self { plan } else { nil }
    }
}

extension MainProcess: CustomStringConvertible {
    /// For people and for the digest of a plan.
    package var description: String {
        switch self {
        case .none: "execute nothing\n"
        case .script(let start): start.description
        case .awaited: "execute what comes\n"
        case .interpreter(let plan): plan.description
        }
    }
}
