internal import Glibc

/// The socket of a service manager, which receives the status messages of a service.
package final class NotifySocket: Sendable {
    /// The name in the form of `NOTIFY_SOCKET`.
    package let name: String
    private let descriptor: Int32

    /// - Parameter name: A path, or an abstract name after `@`; nothing may exist there.
    package init(_ name: String) throws {
        self.name = name
        descriptor = try UnixAddress(name).takeMessages()
    }

    deinit { close(descriptor) }

    /// The next message; `nil` when none arrives in time.
    ///
    /// - Parameter milliseconds: The longest time to wait.
    package func next(within milliseconds: Int32) -> String? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) == 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
