internal import Glibc
internal import LinuxSystem

/// The socket to which clients connect.
enum ListeningSocket {
    /// `sun_path` has 108 bytes, including the final zero.
    private static let longestPath = 107
    private static let backlog: CInt = 512

    /// Binds and listens; from the first instant on, only the owner and `group` can connect.
    ///
    /// - Precondition: The caller holds the lock of the directory, so that anything at `path` belongs to a daemon that has ended.
    static func open(_ path: String, group: gid_t) throws(StartError) -> OwnedDescriptor {
        guard path.utf8.count <= longestPath else {
            throw StartError(
                "the socket's path \(path) has \(path.utf8.count) bytes, \(longestPath) at most; choose a shorter --run-dir"
            )
        }
        try removeStale(path)
        let socket = try step("make the socket") { () throws(SystemCallError) in
            OwnedDescriptor(
                taking: try syscall("socket") {
                    Glibc.socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
                }
            )
        }
        try bind(socket.number, path)
        _ = try step("give the socket to the group") { () throws(SystemCallError) in
            try syscall("chown", on: path) { chown(path, 0, group) }
        }
        let number = socket.number
        _ = try step("listen") { () throws(SystemCallError) in
            try syscall("listen", on: path) { listen(number, backlog) }
        }
        return socket
    }

    private static func removeStale(_ path: String) throws(StartError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw StartError("\(path) is not a socket; move it away") }
        guard unlink(path) == 0 else {
            throw StartError("remove the old socket", SystemCallError("unlink", on: path, errno: .current))
        }
    }

    private static func bind(_ number: CInt, _ path: String) throws(StartError) {
        let earlier = umask(0o117)
        defer { umask(earlier) }
        _ = try step("bind the socket") { () throws(SystemCallError) in
            try syscall("bind", on: path) { withAddress(path) { Glibc.bind(number, $0, $1) } }
        }
    }

    /// Calls `body` with the address of a path, which must not be too long.
    static func withAddress<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { target in target.copyBytes(from: path.utf8.prefix(longestPath))
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
        }
    }
}
