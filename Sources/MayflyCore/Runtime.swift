/// How a profile starts scripts of one runtime.
package struct Runtime: Hashable, Sendable {
    /// The interpreter's absolute path inside the cell; empty for ``RuntimeName/binary``.
    package var path: String
    /// The interpreter's options, before the script's path.
    package var flags: [String]

    package init(path: String, flags: [String]) {
        self.path = path
        self.flags = flags
    }

    /// The runtime that a profile gets if it allows one without saying how to start it.
    package static func standard(_ name: RuntimeName) -> Runtime {
        switch name {
        case .python: Runtime(path: "/usr/bin/python3", flags: ["-I", "-B"])
        case .sh: Runtime(path: "/bin/sh", flags: [])
        case .node: Runtime(path: "/usr/bin/node", flags: [])
        case .binary: Runtime(path: "", flags: [])
        }
    }
}
