package import MayflyCore

/// What the files of one directory say.
package struct ProfileSet: Hashable, Sendable {
    /// Ordered by name.
    package var profiles: [Profile]
    /// By the file's name, the rules of each file of OCI seccomp JSON.
    package var policies: [String: [SystemCallGroup]]

    package init(profiles: [Profile], policies: [String: [SystemCallGroup]]) {
        self.profiles = profiles
        self.policies = policies
    }
}
