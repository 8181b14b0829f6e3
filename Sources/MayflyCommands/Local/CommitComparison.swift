internal import MayflyCore
internal import MayflyRun

/// Compares the files of a script with those that a commit has in the same place.
///
/// It compares stored bytes: whatever git would change on the way to the work tree, or leave out, is a difference. Of a mode only
/// the kind counts, as scripts have no modes. Every object between the commit and its files is hashed here, so neither an index
/// nor anything else that git has cached affects the result.
struct CommitComparison {
    /// The first difference, in a few words.
    private var first: String?
    private var count = 0
    /// The files without a matching entry of the commit so far, by the bytes of their paths.
    private var unmatched: [[UInt8]: [UInt8]]
    /// The directories that hold the files, directly or not.
    private let directories: Set<[UInt8]>
    private let git: CarefulGit
    private static let slash = UInt8(ascii: "/")

    /// - Parameters:
    ///   - files: The files by their paths below the directory.
    ///   - root: The root tree of the commit.
    ///   - directory: The names that lead from the root tree to the directory.
    ///   - isWhole: Whether these are all files of the directory, so that any other file of the commit is missing.
    /// - Throws: ``CommandFailure`` when an object cannot be read, or does not match its name.
    init(
        of files: [[UInt8]: [UInt8]],
        with root: GitObjectName,
        in directory: [[UInt8]],
        isWhole: Bool,
        by git: CarefulGit
    ) throws(CommandFailure) {
        (unmatched, directories, self.git) = (files, Self.directories(of: files.keys), git)
        if let tree = try tree(of: root, at: directory) {
            try compare(tree, below: []) { isWhole || files[$0.name] != nil }
        }
        for path in unmatched.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            add(path, "is not in the commit")
        }
    }

    /// The differences in one line; `nil` if there are none.
    var summary: String? {
        guard let first else { return nil }
        return count == 1 ? first : "\(first), and \(count - 1) more"
    }

    private static func directories(of paths: some Sequence<[UInt8]>) -> Set<[UInt8]> {
        var directories: Set<[UInt8]> = []
        for path in paths {
            for index in path.indices where path[index] == slash { directories.insert(Array(path[..<index])) }
        }
        return directories
    }

    /// The tree of the directory in the commit; `nil` if the commit has no such directory.
    private func tree(of root: GitObjectName, at directory: [[UInt8]]) throws(CommandFailure) -> GitObjectName? {
        var tree = root
        for name in directory {
            let found = try entries(of: tree).first { $0.name == name && $0.kind == .directory }
            guard let found else { return nil }
            tree = found.object
        }
        return tree
    }

    private func entries(of name: GitObjectName) throws(CommandFailure) -> [GitTree.Entry] {
        guard let tree = GitTree(try git.object(name, .tree), width: name.bytes.count) else {
            throw CommandFailure("--git: the tree \(name.text) is malformed", advice: ["leave --git out"])
        }
        return tree.entries
    }

    /// Compares a directory and then its subdirectories; meanwhile it keeps none of the directory's other entries in memory.
    ///
    /// - Parameter counts: Which entries of the directory are compared.
    private mutating func compare(
        _ tree: GitObjectName,
        below directory: [UInt8],
        where counts: (GitTree.Entry) -> Bool = { _ in true }
    ) throws(CommandFailure) {
        for next in match(try entries(of: tree).filter(counts), below: directory) {
            try compare(next.tree, below: next.path + [Self.slash])
        }
    }

    /// Compares entries except directories that hold files of the script, and returns these.
    private mutating func match(
        _ entries: [GitTree.Entry],
        below directory: [UInt8]
    ) -> [(path: [UInt8], tree: GitObjectName)] {
        var inside: [(path: [UInt8], tree: GitObjectName)] = []
        for entry in entries {
            let path = directory + entry.name
            switch entry.kind {
            case .file:
                let bytes = unmatched.removeValue(forKey: path)
                compare(bytes, with: entry.object, path)
            case .directory where directories.contains(path): inside.append((path, entry.object))
            case .directory: add(path, "is in the commit only")
            case .other:
                unmatched[path] = nil
                add(path, "is no file in the commit")
            }
        }
        return inside
    }

    private mutating func compare(_ bytes: [UInt8]?, with object: GitObjectName, _ path: [UInt8]) {
        guard let bytes else { return add(path, "is in the commit only") }
        if !object.isName(of: bytes, .blob) { add(path, "is not as in the commit") }
    }

    /// Counts a difference but keeps only the first: the commit's directory may have very many files that the script lacks.
    private mutating func add(_ path: [UInt8], _ difference: String) {
        count += 1
        guard first == nil else { return }
        first = "\(Escape.line(String(decoding: path, as: UTF8.self).excerpt())) \(difference)"
    }
}
