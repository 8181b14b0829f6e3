import Foundation
import Glibc
import Synchronization

/// A Unix socket that answers as a test has it answer.
final class StandInDaemon: Sendable {
    /// What a request is answered with.
    enum Reply: Sendable {
        case json(String, status: Int = 200)
        /// Nothing for as long as the client waits.
        case silence
    }

    let path: String
    private let descriptor: Int32
    private let journal = Journal()

    /// What came; not the daemon's own, whose threads may outlive it.
    private final class Journal: Sendable {
        let requests = Mutex<[String]>([])
        let gone = Mutex(0)
    }

    /// Listens.
    ///
    /// - Parameter answer: The reply to a request, whose method and target it is given; called on the connection's thread.
    init(_ answer: @escaping @Sendable (String) -> Reply) throws {
        path = "/tmp/mayfly-mcp-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(descriptor, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread { [descriptor, journal] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                Thread { Self.serve(client, journal, answer) }.start()
            }
        }
        .start()
    }

    deinit {
        // Wakes whoever waits for a connection.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
        unlink(path)
    }

    /// The requests that came, as text.
    var requests: [String] { journal.requests.withLock { $0 } }
    /// The method and target of each.
    var targets: [String] { requests.map(Self.target) }
    /// How many clients have gone while they waited.
    var gone: Int { journal.gone.withLock { $0 } }

    private static func target(_ request: String) -> String {
        request.split(separator: " ").prefix(2).joined(separator: " ")
    }

    private static func serve(_ client: Int32, _ journal: Journal, _ answer: (String) -> Reply) {
        defer { close(client) }
        while let request = readRequest(client) {
            journal.requests.withLock { $0.append(request) }
            guard case .json(let body, let status) = answer(target(request)) else {
                var byte: UInt8 = 0
                _ = read(client, &byte, 1)
                return journal.gone.withLock { $0 += 1 }
            }
            let head = "HTTP/1.1 \(status) Said\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)"
            let bytes = Array("\(head)\r\n\r\n\(body)".utf8)
            _ = bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
    }

    private static func readRequest(_ client: Int32) -> String? {
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
            guard count > 0 else { return nil }
            bytes += piece.prefix(count)
        }
    }
}

extension StandInDaemon.Reply {
    /// What a session's submission is answered with.
    static let submitted = StandInDaemon.Reply.json(
        #"{"id":"ses_01kazm5d1v0000000000000abc","state":"queued"}"#,
        status: 201
    )

    /// The events of a session that prints a word and ends.
    static let events = StandInDaemon.Reply.json(
        """
        {"type":"stdout","text":"word"}
        {"type":"end","session":{"id":"ses_01kazm5d1v0000000000000abc","state":"destroyed","verdict":"ok","stdout":{"text":"word","truncated":false}}}

        """
    )

    /// What a daemon says that cannot do what it was asked.
    static let failure = StandInDaemon.Reply.json(#"{"code":"internal_error","detail":"no luck"}"#, status: 500)
}
