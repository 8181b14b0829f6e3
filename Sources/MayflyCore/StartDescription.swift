/// How a bundle is to be started, by its own `mayfly.yaml`: the part of that file that the warden needs.
package struct StartDescription: Hashable, Sendable {
    /// The path of the file to start.
    package var entry: String
    package var runtime: RuntimeName
    /// Variables that a request may set, if the profile allows them too.
    package var environment: [String]
    /// The profiles for which the script was made; empty for any.
    package var profiles: [ProfileName]
    /// The files that may be executed, besides the entry point of a `binary`.
    package var executables: [String]

    package init(
        entry: String,
        runtime: RuntimeName,
        environment: [String],
        profiles: [ProfileName],
        executables: [String]
    ) {
        self.entry = entry
        self.runtime = runtime
        self.environment = environment
        self.profiles = profiles
        self.executables = executables
    }
}
