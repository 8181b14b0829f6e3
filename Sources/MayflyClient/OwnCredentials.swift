internal import Glibc

/// What the kernel tells the daemon of this process when it connects.
package struct OwnCredentials: Hashable, Sendable {
    package let uid: UInt32
    /// Its group, and its supplementary groups.
    package let groups: Set<UInt32>

    package init(uid: UInt32, groups: Set<UInt32>) {
        self.uid = uid
        self.groups = groups
    }

    /// Those of this process now.
    package static func current() -> OwnCredentials {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return OwnCredentials(uid: geteuid(), groups: Set(groups.prefix(Int(max(0, count)))).union([getegid()]))
    }
}
