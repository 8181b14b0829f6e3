internal import CLinux
internal import Glibc
internal import LinuxSystem

/// The socket that systemd opened before it started the daemon, as in sd_listen_fds(3).
///
/// It outlives the daemon: clients that connect during a restart wait, and are not rejected.
enum InheritedSocket {
    /// The first passed descriptor, and here the only one.
    private static let number: CInt = 3
    private static let variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]

    /// Takes the descriptor, so that programs that are started later do not inherit it.
    ///
    /// Must be called before anything else is opened. ``check(_:at:group:)`` checks what the descriptor is.
    ///
    /// - Returns: `nil` if no descriptor was passed, or only to another process.
    static func take() throws(StartError) -> OwnedDescriptor? {
        let (pid, count) = (environmentVariable("LISTEN_PID"), environmentVariable("LISTEN_FDS"))
        for variable in variables { unsetenv(variable) }
        guard let pid, pid_t(pid) == getpid() else { return nil }
        guard count == "1" else {
            throw StartError("LISTEN_FDS is '\(count ?? "")', not 1: mayfly.socket must name one socket")
        }
        _ = try step("take the socket that was passed") { () throws(SystemCallError) in
            try syscall("fcntl", on: "\(number)") { fcntl(number, F_SETFD, FD_CLOEXEC) }
        }
        return OwnedDescriptor(taking: number)
    }

    /// Refuses a descriptor unless it is the socket that this daemon would have opened itself.
    static func check(_ socket: borrowing OwnedDescriptor, at path: String, group: gid_t) throws(StartError) {
        let number = socket.number
        let isListener =
            option(SO_DOMAIN, of: number) == AF_UNIX && option(SO_TYPE, of: number) == CInt(SOCK_STREAM.rawValue)
            && option(SO_ACCEPTCONN, of: number) == 1
        guard isListener else { throw StartError("the descriptor that was passed is no listening Unix stream socket") }
        let bound = try step("look at the socket that was passed") { () throws(SystemCallError) in
            try name(of: number)
        }
        guard bound == path else {
            throw StartError("the socket that was passed is '\(bound)', not \(path); mend ListenStream= or --run-dir")
        }
        let file = try step("look at the socket") { () throws(SystemCallError) in try FileStatus(of: path) }
        guard file.owner == 0, file.group == group, file.permissions == 0o660 else {
            throw StartError(
                "\(path) must be root's, with mode 0660, and the daemon's group; mend SocketUser=, SocketMode= and SocketGroup="
            )
        }
        guard try isReached(number, by: path) else {
            throw StartError(
                "clients that connect to \(path) do not reach the socket that was passed: the file was removed or replaced, "
                    + "perhaps by a daemon that was started by hand; mend it with: systemctl restart mayfly.socket"
            )
        }
    }

    /// Whether clients that connect to the path reach this socket: a file of the same name may belong to another one.
    ///
    /// It connects, compares the listening processes, which the kernel reports to both ends of a connection, and closes the unused
    /// connection. A full queue counts as reached, since clients have filled it.
    private static func isReached(_ number: CInt, by path: String) throws(StartError) -> Bool {
        let client = try step("look at the socket") { () throws(SystemCallError) in
            OwnedDescriptor(
                taking: try syscall("socket") {
                    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
                    return Glibc.socket(AF_UNIX, CInt(kind), 0)
                }
            )
        }
        guard ListeningSocket.withAddress(path, { connect(client.number, $0, $1) }) == 0 else { return errno == EAGAIN }
        return listener(of: client.number) == listener(of: number)
    }

    /// The process that made a socket listen; `number` is the listening socket, or one that is connected to it.
    private static func listener(of number: CInt) -> pid_t? {
        // The layout of `struct ucred`, which the Glibc module hides.
        var credentials: (pid: pid_t, uid: uid_t, gid: gid_t) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        return getsockopt(number, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 ? credentials.pid : nil
    }

    /// The value of an integer option of a socket; `nil` on an error.
    private static func option(_ name: CInt, of number: CInt) -> CInt? {
        var value: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        return getsockopt(number, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
    }

    /// The path to which a socket is bound; empty if there is none.
    private static func name(of number: CInt) throws(SystemCallError) -> String {
        var address = sockaddr_un()
        var length = socklen_t(MemoryLayout<sockaddr_un>.size)
        try syscall("getsockname", on: "\(number)") {
            withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
            }
        }
        return withUnsafeBytes(of: address.sun_path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
