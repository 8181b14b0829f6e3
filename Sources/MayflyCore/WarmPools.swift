/// What a profile builds ahead of its sessions: cells, and interpreters that have started in some of them.
///
/// Each is used once. If none fits a session, the session's cell is built for it.
package struct WarmPools: Hashable, Sendable {
    /// The most cells of one kind.
    package static let most: UInt32 = 64
    /// The most modules that an interpreter imports in advance.
    package static let mostImports = 64

    /// Cells in which nothing has started, for a script of any runtime.
    package var cells: UInt32
    /// Cells in which a Python interpreter waits for its script.
    package var python: UInt32
    /// Cells in which a Node interpreter waits for its script.
    package var node: UInt32
    /// The modules that Python imports in advance, in this order.
    package var imports: [String]

    package init(cells: UInt32, python: UInt32, node: UInt32, imports: [String]) {
        self.cells = cells
        self.python = python
        self.node = node
        self.imports = imports
    }

    /// Whether a profile may have these pools.
    package var isValid: Bool {
        let counts = [cells, python, node]
        return counts.allSatisfy { $0 <= Self.most } && counts.contains { $0 > 0 } && imports.count <= Self.mostImports
            && (python > 0 || imports.isEmpty) && imports.allSatisfy(Self.isModule)
    }

    /// Whether a text is the name of a module, such as `json` or `os.path`.
    package static func isModule(_ text: String) -> Bool {
        guard (1...100).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first, !isDigit(first) else { return false }
            return part.utf8.allSatisfy(isLetterOrDigit)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
