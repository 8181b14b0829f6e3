/// A file that an interpreter loads when it starts ahead of its script, and that nobody finds when the script runs.
///
/// It lies on the shelf of the script's files. Pid 1 puts it there, and takes it away when the interpreter waits.
package struct BootstrapFile: Hashable, Sendable {
    /// Relative to the shelf, in the order in which they are made.
    package let directories: [String]
    /// Relative to the shelf, in one of the directories.
    package let path: String
    package let text: String

    /// `Bootstraps/node.js`, where node finds it from ``nodeDirectory``, and from nowhere else.
    ///
    /// What node is told to load it loads again in every worker of the script's, and fails when it is not there. So the path is one
    /// that leads to another file later: relative, and up as far as it goes from whatever directory is no deeper than
    /// ``nodeDepth``, to `/dev/null`, which is empty. From ``nodeDirectory``, which is deeper, it leads here.
    ///
    /// Node looks for `package.json` in each directory above the one that it starts in, up to one of the name `node_modules`, and
    /// keeps what it has not found: none of them may be one in which a script has a file.
    package static let node = BootstrapFile(
        directories: ["node_modules", "node_modules/dev"] + (1...nodeDepth).map { "node_modules" + deep($0) },
        path: "node_modules/dev/null",
        text: Bootstrap.node
    )

    /// Where node starts.
    package static let nodeDirectory = "/script/node_modules" + deep(nodeDepth)

    /// What node is told to load.
    package static let nodeRequest = "./" + String(repeating: "../", count: nodeDepth) + "dev/null"

    /// How deep a directory may be from which a script starts workers.
    package static let nodeDepth = 64

    private static func deep(_ count: Int) -> String { String(repeating: "/~", count: count) }
}
