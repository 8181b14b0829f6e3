package import MayflyCore

/// The programs that wait in interpreters which are started ahead.
///
/// They are part of Mayfly; the digest of each is part of the digest of every profile that uses it.
package enum Bootstrap {
    /// `Bootstraps/python_end.py`, followed by `python_run.py`.
    package static let python = [PackageResources.python_end_py, PackageResources.python_run_py]
        .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n\n")
    /// `Bootstraps/node.js`.
    package static let node = String(decoding: PackageResources.node_js, as: UTF8.self)
}

extension StartPlan {
    /// The session id in the environment of an interpreter that has no session yet.
    static let noSession = "ses_" + String(repeating: "0", count: 26)

    /// The start of a Python interpreter that waits for its script.
    ///
    /// - Parameter imports: The modules that it imports while it waits.
    package init(aheadOf runtime: Runtime, importing imports: [String]) {
        let script = StartPlan(ofNoScript: EntryPoint(path: "", runtime: .python), runtime)
        self.init(
            program: runtime.path,
            arguments: [runtime.path] + runtime.flags + ["-c", Bootstrap.python] + imports,
            environment: script.environment
        )
    }

    /// The start of a node that waits for its script: see ``BootstrapFile/node``.
    ///
    /// Node is started with a path that it never opens. No file can be there, so that a node which did open it would fail. The bootstrap
    /// is named by a variable, since the script's own processes and workers would inherit an option.
    package init(aheadOfNode runtime: Runtime) {
        let script = StartPlan(ofNoScript: EntryPoint(path: "", runtime: .node), runtime)
        self.init(
            program: runtime.path,
            arguments: [runtime.path] + runtime.flags + ["/dev/null/script"],
            environment: script.environment + ["NODE_OPTIONS=--require=\(BootstrapFile.nodeRequest)"]
        )
    }

    private init(ofNoScript entry: EntryPoint, _ runtime: Runtime) {
        self.init(entry: entry, runtime: runtime, arguments: [], variables: [], session: Self.noSession)
    }
}
