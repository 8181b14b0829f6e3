internal import Glibc

/// The first directory on the way to a socket that this user may not pass, or else the socket itself.
package struct SocketBarrier: Hashable, Sendable {
    package var path: String
    /// The permission bits.
    package var mode: UInt32
    package var owner: String
    package var group: String
    /// Whether this process belongs to the group.
    package var isMember: Bool
    /// Whether the bits let the group pass.
    package var letsGroupPass: Bool

    package init(path: String, mode: UInt32, owner: String, group: String, isMember: Bool, letsGroupPass: Bool) {
        (self.path, self.mode, self.owner, self.group) = (path, mode, owner, group)
        (self.isMember, self.letsGroupPass) = (isMember, letsGroupPass)
    }

    /// Searches for the barrier; `nil` when permissions are not the reason.
    init?(before socket: String) {
        var place = socket.utf8.first == UInt8(ascii: "/") ? "/" : "."
        for part in socket.split(separator: "/") {
            if let barrier = SocketBarrier(at: place, X_OK) {
                self = barrier
                return
            }
            place += place == "/" ? "\(part)" : "/\(part)"
        }
        guard let barrier = SocketBarrier(at: place, W_OK) else { return nil }
        self = barrier
    }

    private init?(at path: String, _ wanted: Int32) {
        var status = stat()
        guard stat(path, &status) == 0, faccessat(AT_FDCWD, path, wanted, AT_EACCESS) != 0 else { return nil }
        let user = AccountNames.users[status.st_uid] ?? "\(status.st_uid)"
        let group = AccountNames.groups[status.st_gid] ?? "\(status.st_gid)"
        self.init(
            path: path,
            mode: status.st_mode & 0o7777,
            owner: user,
            group: group,
            isMember: Self.groups.contains(status.st_gid),
            letsGroupPass: status.st_mode & UInt32(wanted) << 3 != 0
        )
    }

    private static var groups: [gid_t] {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return groups.prefix(Int(max(0, count))) + [getegid()]
    }
}

extension SocketBarrier {
    /// Why this process cannot pass.
    var reason: String {
        letsGroupPass && !isMember
            ? "you are not in group \(group)"
            : "mode \(String(mode | 0o10000, radix: 8).dropFirst()) of \(path), which is \(owner):\(group), does not let you in"
    }

    /// What to do about it.
    var advice: [String] {
        letsGroupPass && !isMember
            ? ["let an administrator run: usermod -aG \(group) \"$USER\"", "then log in again"]
            : [
                "the daemon makes its socket with mode 0660 for its group, in a directory with 0750; start it anew if that was changed"
            ]
    }
}
