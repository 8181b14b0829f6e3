internal import LinuxSystem
internal import MayflyCore

/// A launch about which everything was checked, and which waits for a network namespace.
final class ParkedLaunch {
    var launch: AdmittedLaunch
    /// When it is given up.
    let deadline: Instant

    init(_ launch: AdmittedLaunch, deadline: Instant) {
        self.launch = launch
        self.deadline = deadline
    }

    /// The kind of namespace that it waits for.
    var mode: NetworkMode { launch.profile.profile.network }
}
