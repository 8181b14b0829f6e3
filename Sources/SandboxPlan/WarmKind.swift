package import MayflyCore

/// What a cell that is built ahead has in it.
package enum WarmKind: String, CaseIterable, Hashable, Sendable {
    /// Nothing: a process waits to become any program.
    case cell
    /// A Python interpreter that has started.
    case python
    /// A node that has started.
    case node

    /// Whose interpreter has started; `nil` where nothing has.
    package var runtime: RuntimeName? {
        switch self {
        case .cell: nil
        case .python: .python
        case .node: .node
        }
    }

    /// The program that waits in the interpreter.
    package var bootstrap: String? {
        switch self {
        case .cell: nil
        case .python: Bootstrap.python
        case .node: Bootstrap.node
        }
    }

    /// How many of a kind a profile wants ready.
    package func target(in pools: WarmPools) -> Int {
        switch self {
        case .cell: Int(pools.cells)
        case .python: Int(pools.python)
        case .node: Int(pools.node)
        }
    }

    /// What the session's own variables, and files beside the script, would have changed while the interpreter started.
    ///
    /// Whoever sets a variable gets an interpreter that starts with it. A workspace is filled before anything runs.
    package static func kinds(
        for entry: EntryPoint,
        setsVariables: Bool,
        hasWorkspace: Bool
    ) -> [WarmKind] {
        if hasWorkspace { return [] }
        return (setsVariables ? [] : allCases.filter { $0.runtime == entry.runtime }) + [.cell]
    }
}
