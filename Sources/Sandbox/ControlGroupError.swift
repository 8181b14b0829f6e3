package import LinuxSystem

/// Why this host's cgroups cannot hold cells; the description says what to do.
package enum ControlGroupError: Error, Hashable, Sendable, CustomStringConvertible {
    case missingController(String)
    /// A unified hierarchy has some controllers, but not all that cells need.
    case notOffered(missing: [String], path: String)
    /// A directory was named for the cgroups, which is possible only on a host with cgroup v2.
    case notUnified(asked: String)
    case notDelegated(path: String, SystemCallError)
    /// The host swaps, and its kernel lacks the file that limits a cell's swap.
    case unlimitedSwap(String)
    case failed(SystemCallError)

    package var description: String {
        switch self {
        case .missingController(let name):
            "the cgroup controller \(name) is mounted nowhere; boot with cgroup v2, or mount it under /sys/fs/cgroup/\(name)"
        case .notOffered(let missing, let path):
            "no limit on memory, processes or processor time could be set: the cgroups at \(path) do not have the controller "
                + "\(missing.joined(separator: ", ")). The container or unit that this runs in was not given it: run mayflyd on "
                + "the host, best as a systemd service with Delegate=yes; or boot with cgroup v2 alone"
        case .notUnified(let asked):
            "--cgroup \(asked) is of no use: this host's controllers are those of cgroup v1, where cells are built below the "
                + "daemon's own cgroups; leave it out"
        case .notDelegated(_, let error) where Self.shut.contains(error.errno): Self.shut(error)
        case .notDelegated(let path, let error):
            "cannot enable controllers in \(path): \(error); run mayflyd as a systemd service with Delegate=yes, or name a "
                + "cgroup without processes of its own by --cgroup"
        case .unlimitedSwap(let file):
            "this host swaps and its kernel offers no \(file), so a cell could use more memory than its limit; turn swap off "
                + "or boot with swapaccount=1"
        case .failed(let error) where Self.shut.contains(error.errno): Self.shut(error)
        case .failed(let error): "\(error)"
        }
    }

    /// The errors of cgroups that the caller may not write to.
    private static let shut: Set<Errno> = [.readOnly, .accessDenied, .notPermitted]

    private static func shut(_ error: SystemCallError) -> String {
        "no limit on memory, processes or processor time could be set: \(error); in a container the cgroups are "
            + "read-only or not its own: run mayflyd on the host, best as a systemd service with Delegate=yes"
    }
}
