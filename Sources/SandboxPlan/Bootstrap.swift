package import MayflyCore

/// The programs that wait in interpreters which are started ahead.
///
/// Each is part of Mayfly; its digest goes into that of every profile that uses it.
package enum Bootstrap {
    /// `Bootstraps/python.py`.
    package static let python = String(decoding: PackageResources.python_py, as: UTF8.self)
}

extension StartPlan {
    /// What an environment has in place of a session that is not known yet.
    static let noSession = "ses_" + String(repeating: "0", count: 26)

    /// The start of a Python interpreter that waits for its script.
    ///
    /// - Parameter imports: The modules that it imports meanwhile.
    package init(aheadOf runtime: Runtime, importing imports: [String]) {
        let script = StartPlan(
            entry: EntryPoint(path: "", runtime: .python),
            runtime: runtime,
            arguments: [],
            variables: [],
            session: Self.noSession
        )
        self.init(
            program: runtime.path,
            arguments: [runtime.path] + runtime.flags + ["-c", Bootstrap.python] + imports,
            environment: script.environment
        )
    }
}
