internal import LinuxSystem
internal import MayflyCore

/// A launch whose checks have all passed, and which waits for a network namespace.
final class ParkedLaunch {
    var launch: AdmittedLaunch
    /// The kind of namespace that it waits for.
    let mode: NetworkMode
    /// When the launch is given up.
    let deadline: Instant

    init(_ launch: AdmittedLaunch, mode: NetworkMode, deadline: Instant) {
        self.launch = launch
        self.mode = mode
        self.deadline = deadline
    }
}
