package import MayflyCore

extension LaunchRule {
    /// Decides how a bundle is started: by its description, or else by the names of its files.
    ///
    /// - Parameters:
    ///   - description: From the bundle's `mayfly.yaml`; `nil` when it has none.
    ///   - files: The paths of the bundle's files.
    ///   - variables: The names of the variables that the request sets.
    package static func start(
        _ description: StartDescription?,
        files: [String],
        variables: [String],
        in profile: Profile
    ) throws(LaunchRefusal) -> LaunchStart {
        guard let description else {
            let entry = try entry(byName: files)
            return LaunchStart(entry: entry, runtime: try runtime(for: entry, in: profile))
        }
        try check(description, files: files, variables: variables, profile: profile.name)
        let entry = EntryPoint(path: description.entry, runtime: description.runtime)
        let program = entry.runtime == .binary ? [entry.path] : []
        return LaunchStart(
            entry: entry,
            runtime: try runtime(for: entry, in: profile),
            executables: description.executables + program
        )
    }

    private static func entry(byName files: [String]) throws(LaunchRefusal) -> EntryPoint {
        do throws(EntryPoint.Failure) {
            return try EntryPoint(in: files)
        } catch {
            throw LaunchRefusal(rule: "no_entry_point", detail: "the bundle has no single entry point: \(error)")
        }
    }

    /// Checks that a description, which the verifier has read, fits this bundle and this request.
    private static func check(
        _ description: StartDescription,
        files: [String],
        variables: [String],
        profile: ProfileName
    ) throws(LaunchRefusal) {
        for path in [description.entry] + description.executables
        where !files.contains(where: { $0.hasBytes(of: path) }) {
            throw LaunchRefusal(
                rule: "malformed_bundle",
                detail: "mayfly.yaml names \(path), which is not in the bundle"
            )
        }
        guard description.profiles.isEmpty || description.profiles.contains(profile) else {
            let names = description.profiles.map(\.text).joined(separator: ", ")
            throw LaunchRefusal(
                rule: "profile_not_declared",
                detail: "the bundle's mayfly.yaml is for \(names), not for \(profile)"
            )
        }
        for name in variables where !description.environment.contains(where: { $0.hasBytes(of: name) }) {
            throw LaunchRefusal(
                rule: "environment_not_allowed",
                detail: "the bundle's mayfly.yaml does not name variable \(name)"
            )
        }
    }
}
