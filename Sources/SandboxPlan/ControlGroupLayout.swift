/// The cgroup hierarchies of a host, and the calling process's place in them.
package struct ControlGroupLayout: Hashable, Sendable {
    /// One mounted hierarchy.
    package struct Hierarchy: Hashable, Sendable {
        /// The names of its v1 controllers; empty for the unified hierarchy.
        package var controllers: [String]
        /// The directory at which the hierarchy, or a part of it, is mounted.
        package var mountPoint: String
        /// The directory of the calling process's own cgroup.
        package var ownDirectory: String

        package init(controllers: [String], mountPoint: String, ownDirectory: String) {
            self.controllers = controllers
            self.mountPoint = mountPoint
            self.ownDirectory = ownDirectory
        }
    }

    package let unified: Hierarchy?
    package let legacy: [Hierarchy]

    /// Reads the text of `/proc/self/mountinfo` and `/proc/self/cgroup`.
    ///
    /// Lines that cannot be parsed are ignored.
    package init(mountinfo: String, cgroup: String) {
        let memberships = cgroup.split(separator: "\n").compactMap(Membership.init)
        var unified: Hierarchy?
        var legacy: [Hierarchy] = []
        for mount in mountinfo.split(separator: "\n").compactMap(Mount.init) {
            guard let membership = memberships.first(where: { $0.belongs(to: mount) }) else { continue }
            let hierarchy = Hierarchy(
                controllers: membership.controllers,
                mountPoint: mount.mountPoint,
                ownDirectory: mount.directory(of: membership.path)
            )
            if mount.isUnified { unified = unified ?? hierarchy } else { legacy.append(hierarchy) }
        }
        self.unified = unified
        self.legacy = legacy
    }

    /// The v1 hierarchy of a controller.
    package func legacy(of controller: Controller) -> Hierarchy? {
        legacy.first { $0.controllers.contains(controller.legacyName) }
    }
}

/// A line of `/proc/self/cgroup`: `4:memory:/path`, `0::/path`.
private struct Membership {
    let controllers: [String]
    let path: String

    init?(_ line: Substring) {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        controllers = parts[1].split(separator: ",").map(String.init)
        path = String(parts[2])
    }

    /// Whether this membership is in the hierarchy that `mount` shows.
    func belongs(to mount: Mount) -> Bool {
        mount.isUnified ? controllers.isEmpty : !controllers.isEmpty && controllers.allSatisfy(mount.options.contains)
    }
}

/// A line of `/proc/self/mountinfo` that mounts a cgroup hierarchy.
private struct Mount {
    let root: String
    let mountPoint: String
    let isUnified: Bool
    let options: [String]

    init?(_ line: Substring) {
        let halves = line.split(separator: " ").split(separator: "-", maxSplits: 1).map(Array.init)
        guard halves.count == 2, halves[0].count >= 5, halves[1].count >= 3 else { return nil }
        guard halves[1][0] == "cgroup" || halves[1][0] == "cgroup2" else { return nil }
        root = String(halves[0][3])
        mountPoint = String(halves[0][4])
        isUnified = halves[1][0] == "cgroup2"
        options = halves[1][2].split(separator: ",").map(String.init)
    }

    /// The directory of a cgroup below the mount, which in a container may show only the part of the hierarchy below its root.
    func directory(of path: String) -> String {
        let shown = root != "/" && path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
        return shown == "/" || shown.isEmpty ? mountPoint : mountPoint + (shown.hasPrefix("/") ? shown : "/" + shown)
    }
}
