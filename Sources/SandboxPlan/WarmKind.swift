package import MayflyCore

/// What a cell that is built ahead contains.
package enum WarmKind: String, CaseIterable, Hashable, Sendable {
    /// A process that waits to execute any program.
    case cell
    /// A started Python interpreter.
    case python
    /// A started node.
    case node

    /// The runtime of the started interpreter; `nil` without one.
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

    /// How many cells of this kind a profile wants ready.
    package func target(in pools: WarmPools) -> Int {
        switch self {
        case .cell: Int(pools.cells)
        case .python: Int(pools.python)
        case .node: Int(pools.node)
        }
    }

    /// The kinds of cells that a session can use, best first.
    ///
    /// A session that sets variables needs an interpreter that starts with them. A workspace has to be filled before anything
    /// runs, so that no cell that was built ahead will do.
    package static func kinds(
        for entry: EntryPoint,
        setsVariables: Bool,
        hasWorkspace: Bool
    ) -> [WarmKind] {
        if hasWorkspace { return [] }
        return (setsVariables ? [] : allCases.filter { $0.runtime == entry.runtime }) + [.cell]
    }
}
