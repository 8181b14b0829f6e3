package import MayflyCore

/// How an interpreter is started before it is known for which script.
package struct InterpreterPlan: Hashable, Sendable {
    package let start: StartPlan
    /// Where it starts.
    package let directory: String
    /// Whether pid 1 puts its streams in their place, when it asks by a ``StreamRequest``; else it does so itself.
    package let asksForStreams: Bool

    /// - Parameter imports: The modules that Python imports meanwhile.
    /// - Returns: `nil` for a cell in which nothing starts ahead.
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
    /// For people and for the digest of a plan.
    package var description: String {
        "ahead: \(start)" + (asksForStreams ? "  directory \(directory)\n  streams by \(StreamRequest.call)\n" : "")
    }
}
