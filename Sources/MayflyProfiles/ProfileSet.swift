package import MayflyCore

/// The content of one directory of profiles.
package struct ProfileSet: Hashable, Sendable {
    /// The profiles in the order of their names.
    package var profiles: [Profile]
    /// The rules of each file of OCI seccomp JSON, by the file's name.
    package var policies: [String: [SystemCallGroup]]

    package init(profiles: [Profile], policies: [String: [SystemCallGroup]]) {
        self.profiles = profiles
        self.policies = policies
    }
}
