/// One directory of a commit, as git stores it.
struct GitTree {
    let entries: [Entry]

    /// Reads the entries.
    ///
    /// - Parameter width: How many bytes the name of an object has.
    /// - Returns: `nil` when these are not entries, are not in git's order, or repeat a name.
    init?(_ bytes: [UInt8], width: Int) {
        var entries: [Entry] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let entry = Entry(from: &rest, width: width) else { return nil }
            if let last = entries.last, !last.precedes(entry) { return nil }
            entries.append(entry)
        }
        // A file and a directory of the same name need not be neighbours: `a`, `a.b`, `a/`.
        guard Set(entries.map(\.name)).count == entries.count else { return nil }
        self.entries = entries
    }
}
