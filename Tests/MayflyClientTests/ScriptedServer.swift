import Foundation
import Glibc
import Synchronization

/// A Unix socket that answers with bytes written down beforehand, to show what a client does with them.
final class ScriptedServer: Sendable {
    /// What the server does on one connection, one after the other.
    enum Step: Sendable {
        /// Reads a whole request.
        case readRequest
        /// Reads the first bytes of a request.
        case readStart
        /// Writes bytes.
        case send(String)
        /// Leaves the client waiting.
        case pause(Duration)
    }

    let path: String
    private let descriptor: Int32
    private let journal = Journal()

    /// The requests that came.
    ///
    /// Not the server's own: it ends when its test does, whatever its thread still waits for.
    private final class Journal: Sendable {
        let requests = Mutex<[String]>([])
    }

    /// Listens, and answers each connection with the next of `connections`.
    init(_ connections: [Step]...) throws {
        path = "/tmp/mayfly-client-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(descriptor, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
        let thread = Thread { [descriptor, journal] in
            for steps in connections {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                for step in steps { Self.perform(step, client, journal) }
                close(client)
            }
        }
        thread.start()
    }

    deinit {
        // Wakes whoever waits for a connection.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
        unlink(path)
    }

    /// The requests that came, as text.
    var requests: [String] { journal.requests.withLock { $0 } }

    private static func perform(_ step: Step, _ client: Int32, _ journal: Journal) {
        switch step {
        case .readRequest:
            let request = readRequest(client)
            journal.requests.withLock { $0.append(request) }
        case .readStart:
            var piece = [UInt8](repeating: 0, count: 64)
            _ = read(client, &piece, piece.count)
        case .send(let text):
            let bytes = Array(text.utf8)
            _ = bytes.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        case .pause(let duration):
            usleep(
                UInt32(duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000)
            )
        }
    }

    private static func readRequest(_ client: Int32) -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let length = text[..<end.lowerBound].split(separator: "\r\n").compactMap { line -> Int? in
                    let parts = line.split(separator: ": ")
                    return parts.first?.lowercased() == "content-length" ? Int(parts[1]) : nil
                }
                if text[end.upperBound...].utf8.count >= length.first ?? 0 { return text }
            }
            let count = read(client, &piece, piece.count)
            guard count > 0 else { return text }
            bytes += piece.prefix(count)
        }
    }
}
