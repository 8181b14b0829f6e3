/// A file that an interpreter loads when it is started ahead, and that is gone when the script runs.
///
/// Pid 1 puts it on the shelf of the script's files, and removes it once the interpreter waits.
package struct BootstrapFile: Hashable, Sendable {
    /// The directories to make, relative to the shelf and in this order.
    package let directories: [String]
    /// The path relative to the shelf, in one of the directories.
    package let path: String
    package let text: String

    /// `Bootstraps/node.js`, at a path where node finds it only from ``nodeDirectory``.
    ///
    /// Node loads the same path again in every worker of the script, and fails if nothing is there. So the path is relative and goes up
    /// ``nodeDepth`` times: from any directory that is not deeper it leads to `/dev/null`, which is empty, and from
    /// ``nodeDirectory``, which is deeper, to this file.
    ///
    /// Node looks for `package.json` in every directory above its start, up to one named `node_modules`, and remembers what it has not
    /// found: none of these directories may be one in which a script has a file.
    package static let node = BootstrapFile(
        directories: ["node_modules", "node_modules/dev"] + (1...nodeDepth).map { "node_modules" + deep($0) },
        path: "node_modules/dev/null",
        text: Bootstrap.node
    )

    /// The directory in which node starts.
    package static let nodeDirectory = "/script/node_modules" + deep(nodeDepth)

    /// The path that node is told to load.
    package static let nodeRequest = "./" + String(repeating: "../", count: nodeDepth) + "dev/null"

    /// How deep a directory may be in which a script starts workers.
    package static let nodeDepth = 64

    private static func deep(_ count: Int) -> String { String(repeating: "/~", count: count) }
}
