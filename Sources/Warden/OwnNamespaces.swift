internal import LinuxSystem
internal import MayflyCore

/// Compares a cell's namespaces with the warden's own.
enum OwnNamespaces {
    private static let names = ["user", "mnt", "pid", "net", "ipc", "uts", "time", "cgroup"]

    /// The namespaces that a cell shares with the warden, or does not tell; empty for every good cell.
    static func shared(with controls: [Control]) -> [String] {
        names.filter { name in
            guard let theirs = controls.first(where: { $0.name == "namespace.\(name)" })?.value else { return true }
            return own[name] == nil || own[name] == theirs
        }
    }

    private static let own: [String: String] = {
        var found: [String: String] = [:]
        for name in names { found[name] = (try? FileStatus(following: "/proc/self/ns/\(name)")).map { "\($0.inode)" } }
        return found
    }()
}
