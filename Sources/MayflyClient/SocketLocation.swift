internal import Glibc

/// The location of the daemon's socket.
package struct SocketLocation: Hashable, Sendable {
    /// The socket's path.
    package let path: String

    /// The path at which the system's daemon listens.
    package static let standardPath = "/run/mayfly/mayfly.sock"

    /// The longest path of a Unix socket, in bytes: `sun_path` has 108, one of which ends the path.
    package static let longestPath = 107

    /// Chooses the option, then `MAYFLY_SOCKET`, then `$XDG_RUNTIME_DIR/mayfly/mayfly.sock` if it exists, then the standard path.
    ///
    /// An empty option or variable counts as not given.
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

    /// The kind of file at `path`, in words; `nil` for a socket, and if nothing can be seen there.
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

    /// Whether there is a file at `path`.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}
