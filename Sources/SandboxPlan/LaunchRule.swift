package import MayflyCore

/// Checks a request against the profile that the warden itself has read.
///
/// Nothing that the daemon says widens a profile.
package enum LaunchRule {
    /// Refuses limits above the profile's, and variables that the profile does not allow.
    package static func check(
        limits: SessionLimits,
        variables: [String],
        against profile: Profile
    ) throws(LaunchRefusal) {
        if let name = limits.exceeding(profile.limits).first {
            throw LaunchRefusal(
                rule: "limit_above_ceiling",
                detail:
                    "\(name.rawValue) \(limits.text(of: name)) is above profile \(profile.name)'s \(profile.limits.text(of: name))"
            )
        }
        for name in variables where !allows(name, in: profile) {
            throw LaunchRefusal(
                rule: "environment_not_allowed",
                detail: "profile \(profile.name) does not allow variable \(name)"
            )
        }
        guard Set(variables).count == variables.count else {
            throw LaunchRefusal(rule: "environment_not_allowed", detail: "a variable is set twice")
        }
    }

    /// Refuses files of earlier sessions that exceed what the profile lets carry over.
    ///
    /// - Parameters:
    ///   - sizes: The size of each file.
    ///   - limits: The limits of the session, whose scratch space has to hold the files.
    package static func checkWorkspace(
        _ sizes: [UInt64],
        limits: SessionLimits,
        against profile: Profile
    ) throws(LaunchRefusal) {
        guard let quota = profile.workspace else {
            throw LaunchRefusal(
                rule: "workspace_not_allowed",
                detail: "profile \(profile.name) lets nothing carry over from one session to the next"
            )
        }
        // The sum cannot overflow, since an archive has at most 64 MiB.
        let bytes = sizes.reduce(0, +)
        guard bytes <= min(quota.bytes.bytes, limits.disk.bytes), sizes.count <= Int(quota.files) else {
            throw LaunchRefusal(
                rule: "workspace_too_large",
                detail:
                    "\(sizes.count) files of \(bytes) bytes; profile \(profile.name) allows \(quota.files) of \(quota.bytes), and the session has \(limits.disk)"
            )
        }
    }

    /// The runtime that starts `entry`, if the profile allows it.
    package static func runtime(for entry: EntryPoint, in profile: Profile) throws(LaunchRefusal) -> Runtime {
        guard let runtime = profile.runtimes[entry.runtime] else {
            throw LaunchRefusal(
                rule: "runtime_not_allowed",
                detail: "profile \(profile.name) does not allow runtime \(entry.runtime.rawValue)"
            )
        }
        return runtime
    }

    private static func allows(_ name: String, in profile: Profile) -> Bool {
        EnvironmentRule.acceptsName(name) && !EnvironmentRule.loadsCode(name) && !EnvironmentRule.isReserved(name)
            && profile.environment.contains(name)
    }
}
