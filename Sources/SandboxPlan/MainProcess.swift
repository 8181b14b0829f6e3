/// What the main process of a cell becomes once all controls are in force.
package enum MainProcess: Hashable, Sendable {
    /// It ends at once, in a canary.
    case none
    /// It becomes the script's program.
    case script(StartPlan)
    /// It waits, in a cell that was built ahead, to be told what to execute.
    case awaited
    /// It executes an interpreter, in a cell that was built ahead, which waits to be told its script.
    case interpreter(InterpreterPlan)

    /// Whether the cell is built before its session is known.
    package var isAhead: Bool {
        switch self {
        case .none, .script: false
        case .awaited, .interpreter: true
        }
    }

    /// The interpreter that is started ahead; `nil` for anything else.
    package var interpreter: InterpreterPlan? {
        if case .interpreter(let plan) = self { plan } else { nil }
    }
}

extension MainProcess: CustomStringConvertible {
    /// The plan for people, and for the digest of the cell's plan.
    package var description: String {
        switch self {
        case .none: "execute nothing\n"
        case .script(let start): start.description
        case .awaited: "execute what comes\n"
        case .interpreter(let plan): plan.description
        }
    }
}
