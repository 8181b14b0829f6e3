import Foundation
import Glibc

/// A Unix socket that answers each request with the JSON that a test has for it.
final class FakeDaemon: Sendable {
    /// A status, and JSON.
    typealias Answer = (status: Int, body: String)

    let path: String
    private let descriptor: Int32

    /// - Parameter answer: What is said to a request, by its method and target, for example `GET /v1/agents`.
    init(_ answer: @escaping @Sendable (_ request: String) -> Answer) throws {
        path = "/tmp/mayfly-fake-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
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
        let thread = Thread { [descriptor] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                Thread.detachNewThread {
                    while let request = Self.request(on: client) { Self.send(answer(request), to: client) }
                    close(client)
                }
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

    /// Reads a request to its end; `nil` when there are no more.
    private static func request(on client: Int32) -> String? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
                let length = lines.compactMap { line -> Int? in
                    line.lowercased().hasPrefix("content-length: ") ? Int(line.dropFirst(16)) : nil
                }
                if text[end.upperBound...].utf8.count >= length.first ?? 0 {
                    return lines[0].components(separatedBy: " ").prefix(2).joined(separator: " ")
                }
            }
            let count = read(client, &piece, piece.count)
            guard count > 0 else { return nil }
            bytes += piece.prefix(count)
        }
    }

    private static func send(_ answer: Answer, to client: Int32) {
        let head = "HTTP/1.1 \(answer.status) Answer\r\nContent-Type: application/json\r\nContent-Length: "
        let bytes = Array("\(head)\(answer.body.utf8.count)\r\n\r\n\(answer.body)".utf8)
        _ = bytes.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
}
