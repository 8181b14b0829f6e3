internal import MayflyCore
internal import MayflyRun

/// Compares the files of a script with those that a commit has in the same place.
///
/// Bytes are compared with bytes: what git would change on their way to the work tree, or leave out of it, is a difference. Of a
/// mode only the kind counts, as a script has none. Every object between the commit and its files is hashed here: neither an
/// index nor what else git remembers of them has a say.
struct CommitComparison {
    /// What is different first, in a few words.
    private var first: String?
    private var count = 0
    /// The files for which no entry of the commit was found yet, by the bytes of their paths.
    private var unmatched: [[UInt8]: [UInt8]]
    /// Those that hold the files, or hold directories that do.
    private let directories: Set<[UInt8]>
    private let git: CarefulGit
    private static let slash = UInt8(ascii: "/")

    /// - Parameters:
    ///   - files: By their paths below the directory.
    ///   - root: The tree of the commit.
    ///   - directory: The names that lead from there to the directory.
    ///   - isWhole: Whether the files are all of the directory, and what the commit has besides is missing.
    /// - Throws: ``CommandFailure`` when an object cannot be read, or is not what its name says.
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

    /// The differences in one line; `nil` when there are none.
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

    /// The tree of the commit's directory; `nil` where it has none.
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

    /// Compares a directory, and then those in it: of what it has besides nothing is kept while these are looked into.
    ///
    /// - Parameter counts: Which of its entries are compared.
    private mutating func compare(
        _ tree: GitObjectName,
        below directory: [UInt8],
        where counts: (GitTree.Entry) -> Bool = { _ in true }
    ) throws(CommandFailure) {
        for next in match(try entries(of: tree).filter(counts), below: directory) {
            try compare(next.tree, below: next.path + [Self.slash])
        }
    }

    /// Compares entries but for the directories that have files of the script: these are returned.
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

    /// Only the first is kept: a directory of the commit may have very many that the script has not.
    private mutating func add(_ path: [UInt8], _ difference: String) {
        count += 1
        guard first == nil else { return }
        first = "\(Escape.line(String(decoding: path, as: UTF8.self).excerpt())) \(difference)"
    }
}
