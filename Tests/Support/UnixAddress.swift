import Foundation
import Glibc

/// The address of a Unix socket.
package struct UnixAddress: Sendable {
    package let path: String

    /// - Parameter path: At most 107 bytes; an abstract name follows `@`.
    package init(_ path: String) {
        self.path = path
    }

    /// Listens at the address, which must be unused.
    ///
    /// - Returns: The listening descriptor; the caller closes it.
    /// - Throws: `POSIXError` of the call that failed.
    package func listen() throws -> Int32 {
        try open { Glibc.bind($0, $1, $2) == 0 && Glibc.listen($0, 64) == 0 }
    }

    /// Connects to the listener at the address.
    ///
    /// - Returns: The connection's descriptor; the caller closes it.
    /// - Throws: `POSIXError` of the call that failed.
    package func connect() throws -> Int32 {
        try open { Glibc.connect($0, $1, $2) == 0 }
    }

    /// Receives datagrams at the address, which must be unused.
    ///
    /// - Returns: The socket's descriptor; the caller closes it.
    /// - Throws: `POSIXError` of the call that failed.
    package func takeMessages() throws -> Int32 {
        try open(SOCK_DGRAM) { Glibc.bind($0, $1, $2) == 0 }
    }

    /// Makes a socket, and passes it and the address to system calls.
    private func open(
        _ kind: __socket_type = SOCK_STREAM,
        _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(kind.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An abstract name begins with a zero byte and extends to the end of the address.
        let isAbstract = path.utf8.first == UInt8(ascii: "@")
        var name = Array(path.utf8)
        if isAbstract { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = isAbstract ? MemoryLayout<sa_family_t>.size + name.count : MemoryLayout<sockaddr_un>.size
        let isDone = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(length))
            }
        }
        guard isDone else {
            let error = POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            close(descriptor)
            throw error
        }
        return descriptor
    }
}
