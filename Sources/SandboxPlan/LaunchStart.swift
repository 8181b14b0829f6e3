package import MayflyCore

/// How a launch starts: which file, by which runtime, and what else of the bundle may be executed.
package struct LaunchStart: Hashable, Sendable {
    package var entry: EntryPoint
    package var runtime: Runtime
    /// Paths of the files that may be executed; `nil` for all of them, where no description says which.
    ///
    /// What is no ``ProgramForm`` is executed by no name.
    package var executables: [String]?

    package init(entry: EntryPoint, runtime: Runtime, executables: [String]? = nil) {
        self.entry = entry
        self.runtime = runtime
        self.executables = executables
    }

    /// Whether a file of the bundle may be executed, as far as its name decides.
    package func mayExecute(_ path: String) -> Bool {
        guard let executables else { return true }
        return executables.contains { $0.hasBytes(of: path) }
    }
}
