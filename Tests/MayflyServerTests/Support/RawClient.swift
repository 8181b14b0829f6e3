import Glibc
import MayflyTestSupport
import Synchronization

/// A connection that sends whatever bytes a test wants to.
final class RawClient: Sendable {
    private let descriptor: Int32
    private let atEnd = Mutex(false)
    private static let flags = CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT)

    init(_ path: String) throws {
        descriptor = try UnixAddress(path).connect()
    }

    deinit { close(descriptor) }

    /// Whether the server has closed the connection.
    var isAtEnd: Bool { atEnd.withLock { $0 } }

    /// Sends text; a connection that the server has closed takes nothing.
    ///
    /// It blocks no thread: the server needs the same ones to read.
    func write(_ text: String) async throws {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Self.flags)
            }
            guard count > 0 || errno == EAGAIN else { return }
            if count > 0 { sent += count } else { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    /// Sends as much as the connection takes at once; whether that was everything.
    func writeAtOnce(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Self.flags) } == bytes.count
    }

    /// Waits, without reading, until the server closes the connection; whether it did.
    func isHungUp(within time: Duration) async throws -> Bool {
        try await Self.count(of: [self], hungUp: 1, within: time) == 1
    }

    /// Waits, without reading, until the server has closed that many of some connections; how many it has closed.
    static func count(of clients: [RawClient], hungUp count: Int, within time: Duration) async throws -> Int {
        let end = ContinuousClock.now + time
        while true {
            let closed = clients.count(where: \.hasHangUp)
            if closed >= count || ContinuousClock.now > end { return closed }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private var hasHangUp: Bool {
        var polled = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&polled, 1, 0) == 1 && polled.revents & Int16(POLLHUP) != 0
    }

    /// Reads until the server closes the connection, or the time is up.
    func readToEnd(for time: Duration = .seconds(60)) async throws -> [UInt8] {
        try await read(for: time) { _ in false }
    }

    /// Reads until what came ends with `text`, the server closes the connection, or the time is up.
    func read(until text: String, for time: Duration = .seconds(60)) async throws -> String {
        let bytes = try await read(for: time) { $0.suffix(text.utf8.count).elementsEqual(text.utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func read(for time: Duration, _ isEnough: ([UInt8]) -> Bool) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let end = ContinuousClock.now + time
        while !isEnough(bytes), ContinuousClock.now < end {
            let count = recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
            if count > 0 {
                bytes += buffer[..<count]
            } else if count < 0, errno == EAGAIN {
                try await Task.sleep(for: .milliseconds(2))
            } else {
                atEnd.withLock { $0 = true }
                break
            }
        }
        return bytes
    }
}
