import Foundation
import MayflyTestSupport
import Testing

extension TestServer {
    /// Somebody who asks, as the kernel knows them.
    struct User: Sendable {
        var uid: UInt32
        var gid: UInt32
        var groups: [UInt32] = []
    }

    /// The text of one request that ends its connection.
    ///
    /// - Parameter headers: Lines beside those that every request has.
    static func request(
        _ method: String,
        _ target: String,
        _ body: String? = nil,
        type: String = "application/json",
        headers: [String: String] = [:]
    ) -> String {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: mayfly\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n" }
        return text + "\r\n" + (body ?? "")
    }

    /// Asks one thing as another user, on a connection of its own; wants root.
    func ask(
        _ user: User,
        _ method: String,
        _ target: String,
        _ body: String? = nil,
        type: String = "application/json",
        headers: [String: String] = [:]
    ) async throws -> RawReply {
        let groups = user.groups.map { "\($0)" }.joined(separator: ",")
        let arguments = [
            "--reuid=\(user.uid)", "--regid=\(user.gid)", groups.isEmpty ? "--clear-groups" : "--groups=\(groups)",
            "/usr/bin/python3", "-I", "-c",
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
            s.sendall(sys.argv[2].encode())
            while data := s.recv(65536): sys.stdout.buffer.write(data)
            """,
            path, Self.request(method, target, body, type: type, headers: headers),
        ]
        // On a thread of its own: the server in this process needs those of tasks to answer.
        let outcome = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try TestProgram.finish("/usr/bin/setpriv", arguments) })
            }
        }
        let reply = RawReply(bytes: outcome.output, isClosed: true)
        APIDocument.check(reply, to: method, target)
        return reply
    }
}
