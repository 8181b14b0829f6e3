internal import Glibc

/// Where the daemon's socket is.
package struct SocketLocation: Hashable, Sendable {
    /// The socket's path.
    package let path: String

    /// Where the system's daemon listens.
    package static let standardPath = "/run/mayfly/mayfly.sock"

    /// The longest path a Unix socket can have, in bytes: `sun_path` has 108, one for the end.
    package static let longestPath = 107

    /// Chooses: the option, then `MAYFLY_SOCKET`, then `$XDG_RUNTIME_DIR/mayfly/mayfly.sock` if it exists, then the standard path.
    ///
    /// An option or a variable that is empty counts as not given.
    package init(option: String?, environment: [String: String], exists: (String) -> Bool = Self.exists) {
        if let option, !option.isEmpty {
            self.path = option
        } else if let path = environment["MAYFLY_SOCKET"], !path.isEmpty {
            self.path = path
        } else if let directory = environment["XDG_RUNTIME_DIR"], directory.hasPrefix("/"),
            exists("\(directory)/mayfly/mayfly.sock")
        {
            self.path = "\(directory)/mayfly/mayfly.sock"
        } else {
            self.path = Self.standardPath
        }
    }

    /// What is at `path`, in words; `nil` for a socket, and where nothing can be seen.
    static func otherKind(at path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFSOCK: return nil
        case S_IFREG: return "a regular file"
        case S_IFDIR: return "a directory"
        case S_IFIFO: return "a pipe"
        default: return "a device"
        }
    }

    /// Whether something is at `path`.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}
