internal import LinuxSystem
internal import MayflyCore

/// Compares a cell's namespaces with the warden's own.
enum OwnNamespaces {
    /// The kinds of namespaces, with the names of the controls that report them.
    private static let names = ["user", "mnt", "pid", "net", "ipc", "uts", "time", "cgroup"].map {
        (kind: $0, control: "namespace.\($0)")
    }

    /// The namespaces that a cell shares with the warden or does not report; empty for every good cell.
    static func shared(with controls: [Control]) -> [String] {
        names.filter { name in
            guard let theirs = controls.first(where: { $0.name == name.control })?.value else { return true }
            return own[name.kind] == nil || own[name.kind] == theirs
        }
        .map(\.kind)
    }

    private static let own: [String: String] = {
        var found: [String: String] = [:]
        for (kind, _) in names {
            found[kind] = (try? FileStatus(following: "/proc/self/ns/\(kind)")).map { "\($0.inode)" }
        }
        return found
    }()
}
