/// How a bundle says that it is to be started; what the warden needs of its `mayfly.yaml`.
package struct StartDescription: Hashable, Sendable {
    /// The path of the file that is started.
    package var entry: String
    package var runtime: RuntimeName
    /// Variables that a request may set; those that the profile does not allow either are not allowed.
    package var environment: [String]
    /// The profiles it was made for; empty for any.
    package var profiles: [ProfileName]
    /// Paths of files that may be executed, besides the entry point of a `binary`.
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
