internal import Glibc

/// Who has started this process and wants to hear how it stands, such as systemd of a service of `Type=notify`.
///
/// - Source: sd_notify(3).
package struct ServiceManager: Hashable, Sendable {
    private static let variable = "NOTIFY_SOCKET"
    /// `sun_path` has 108 bytes; a path leaves one of them for the end.
    private static let longestName = 107

    /// An absolute path, or `@` and an abstract name.
    private let name: String

    /// - Parameter name: As `NOTIFY_SOCKET` has it.
    package init(named name: String) {
        self.name = name
    }

    /// Takes what the environment says of it, so that no program that is started from now on has it.
    ///
    /// To be called while there is one thread.
    ///
    /// - Returns: `nil` where nobody wants to hear anything.
    package static func take() -> ServiceManager? {
        guard let name = environmentVariable(variable), !name.isEmpty else { return nil }
        unsafe unsetenv(variable)
        return ServiceManager(named: name)
    }

    /// Sends one message, such as `READY=1`; waits while the manager has too many that it has not read.
    ///
    /// - Parameter message: Lines of `NAME=value`.
    /// - Throws: `EINVAL` of a name that is neither kind, or too long; else what `socket` or `sendto` says.
    package func tell(_ message: String) throws(SystemCallError) {
        guard let place else { throw SystemCallError("sendto", on: name, errno: .invalidArgument) }
        let socket = OwnedDescriptor(
            taking: try syscall("socket") {
                Glibc.socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
            }
        )
        let (number, bytes) = (socket.number, Array(message.utf8))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: place) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + place.count)
        try syscall("sendto", on: name) {
            unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    unsafe sendto(number, bytes, bytes.count, 0, generic, length)
                }
            }
        }
    }

    /// What `sun_path` has: a path ends with 0, and an abstract name begins with it.
    private var place: [UInt8]? {
        var bytes = Array(name.utf8)
        guard bytes.count > 1, bytes.count <= Self.longestName else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "/"): bytes.append(0)
        case UInt8(ascii: "@"): bytes[0] = 0
        default: return nil
        }
        return bytes
    }
}
