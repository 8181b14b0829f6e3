package import MayflyCore

/// The programs that wait in interpreters which are started ahead.
///
/// Each is part of Mayfly; its digest goes into that of every profile that uses it.
package enum Bootstrap {
    /// `Bootstraps/python_end.py`, and `python_run.py` behind it.
    package static let python = [PackageResources.python_end_py, PackageResources.python_run_py]
        .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n\n")
    /// `Bootstraps/node.js`.
    package static let node = String(decoding: PackageResources.node_js, as: UTF8.self)
}

extension StartPlan {
    /// What an environment has in place of a session that is not known yet.
    static let noSession = "ses_" + String(repeating: "0", count: 26)

    /// The start of a Python interpreter that waits for its script.
    ///
    /// - Parameter imports: The modules that it imports meanwhile.
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
    /// It is started with a path that is not looked at, and where nothing can be: a node that looked would fail. What it loads is said by a variable, and not by an option: of
    /// options the script's own processes and workers would know.
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
