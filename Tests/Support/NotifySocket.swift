internal import Glibc

/// A socket as a service manager has it: it takes what a service says of itself.
package final class NotifySocket: Sendable {
    /// As `NOTIFY_SOCKET` has it.
    package let name: String
    private let descriptor: Int32

    /// - Parameter name: A path, or an abstract name after `@`; nothing may be there yet.
    package init(_ name: String) throws {
        self.name = name
        descriptor = try UnixAddress(name).takeMessages()
    }

    deinit { close(descriptor) }

    /// The next message; `nil` when none has come in time.
    ///
    /// - Parameter milliseconds: How long it waits.
    package func next(within milliseconds: Int32) -> String? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) == 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
