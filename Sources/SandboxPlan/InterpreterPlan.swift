package import MayflyCore

/// How an interpreter is started before its session is known.
package struct InterpreterPlan: Hashable, Sendable {
    package let start: StartPlan
    /// The working directory in which it starts.
    package let directory: String
    /// Whether pid 1 puts the streams in place when the interpreter makes a ``StreamRequest``; otherwise it receives them itself.
    package let asksForStreams: Bool

    /// - Parameter imports: The modules that Python imports while it waits.
    /// - Returns: `nil` for a cell in which no interpreter is started ahead.
    package init?(_ kind: WarmKind, _ runtime: Runtime, importing imports: [String]) {
        switch kind {
        case .cell: return nil
        case .python:
            (start, directory) = (StartPlan(aheadOf: runtime, importing: imports), "/work")
            asksForStreams = false
        case .node:
            (start, directory) = (StartPlan(aheadOfNode: runtime), BootstrapFile.nodeDirectory)
            asksForStreams = true
        }
    }
}

extension InterpreterPlan: CustomStringConvertible {
    /// The plan for people, and for the digest of the cell's plan.
    package var description: String {
        "ahead: \(start)" + (asksForStreams ? "  directory \(directory)\n  streams by \(StreamRequest.call)\n" : "")
    }
}
