internal import Glibc
internal import MayflyCore
internal import MayflyRun

/// A file of the daemon's trust directory.
///
/// The daemon names its path. A compromised daemon would name another file that the user can read, so the path is accepted only
/// if it has the expected name and only root can have put the file there.
enum DaemonFile: String {
    /// The key with which the host's root may sign.
    case key = "local-approver"
    /// The signers whose signatures count.
    case signers = "allowed_signers"

    /// The path of the file without links if only `owner` and root could have put it there; else `nil`.
    func path(of named: String, owner: uid_t = 0) -> String? {
        guard named.hasPrefix("/"), let resolved = realpath(named, nil) else { return nil }
        defer { free(resolved) }
        let path = String(cString: resolved)
        guard LocalFile.name(of: path).hasBytes(of: rawValue), Self.isOwn(path, S_IFREG, owner), access(path, R_OK) == 0
        else {
            return nil
        }
        var parent = ""
        for part in path.utf8.split(separator: UInt8(ascii: "/")).dropLast() {
            parent += "/\(Substring(part))"
            guard Self.isOwn(parent, S_IFDIR, owner) else { return nil }
        }
        return path
    }

    /// Whether others can neither change the file or directory at `path`, nor replace it.
    private static func isOwn(_ path: String, _ kind: mode_t, _ owner: uid_t) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == kind else { return false }
        // In a sticky directory everybody may create files, but nobody may rename those of others.
        let isOpen = status.st_mode & 0o022 != 0 && !(kind == S_IFDIR && status.st_mode & 0o1000 != 0)
        return (status.st_uid == 0 || status.st_uid == owner) && !isOpen
    }
}
