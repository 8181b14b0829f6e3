package import MayflyCore

/// How a launch starts: the entry file, its runtime, and which files of the bundle may be executed.
package struct LaunchStart: Hashable, Sendable {
    package var entry: EntryPoint
    package var runtime: Runtime
    /// The paths of the files that may be executed; `nil` for all files, if no description names some.
    ///
    /// A file that is not a ``ProgramForm`` is never executable.
    package var executables: [String]?

    package init(entry: EntryPoint, runtime: Runtime, executables: [String]? = nil) {
        self.entry = entry
        self.runtime = runtime
        self.executables = executables
    }

    /// Whether a file of the bundle may be executed, as far as its path decides.
    package func mayExecute(_ path: String) -> Bool {
        guard let executables else { return true }
        return executables.contains { $0.hasBytes(of: path) }
    }
}
