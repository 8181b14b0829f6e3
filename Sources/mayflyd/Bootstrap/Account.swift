internal import Glibc

/// The user and the group under which the daemon runs.
struct Account {
    let uid: uid_t
    let gid: gid_t

    /// Finds both by name.
    init(user: String, group: String) throws(StartError) {
        let hint =
            "make it with: useradd --system --user-group --home-dir /var/lib/mayfly --shell /usr/sbin/nologin \(user)"
        guard let gid = Self.gid(of: group) else {
            throw StartError("there is no group '\(group)'; make it with: groupadd --system \(group)")
        }
        guard let entry = getpwnam(user) else { throw StartError("there is no user '\(user)'; \(hint)") }
        let uid = entry.pointee.pw_uid
        guard uid != 0, gid != 0 else {
            throw StartError(
                "the daemon must not stay root: give it a user and a group of its own, not '\(user)' and '\(group)'"
            )
        }
        (self.uid, self.gid) = (uid, gid)
    }

    /// The id of a group; `nil` when no group has this name.
    static func gid(of group: String) -> gid_t? { getgrnam(group)?.pointee.gr_gid }
}
