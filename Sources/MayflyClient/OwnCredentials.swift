internal import Glibc

/// The credentials that the kernel reports to the daemon when this process connects.
package struct OwnCredentials: Hashable, Sendable {
    package let uid: UInt32
    /// The group and the supplementary groups of the process.
    package let groups: Set<UInt32>

    package init(uid: UInt32, groups: Set<UInt32>) {
        self.uid = uid
        self.groups = groups
    }

    /// The current credentials of this process.
    package static func current() -> OwnCredentials {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return OwnCredentials(uid: geteuid(), groups: Set(groups.prefix(Int(max(0, count)))).union([getegid()]))
    }
}
