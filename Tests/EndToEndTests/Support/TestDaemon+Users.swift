import Foundation
import Glibc
import MayflyAPI
import MayflyJSON
import Testing

extension TestDaemon {
    /// What a user was answered.
    struct Answer {
        let status: Int
        let json: JSON
        var code: String { json["code"]?.text ?? "none" }
    }

    /// Sends a request as another user of the host.
    ///
    /// Python does it, because that user may not be able to reach the programs under test.
    func ask(
        _ method: String,
        _ path: String,
        _ body: JSON? = nil,
        uid: UInt32,
        group: String = "mayfly"
    ) throws -> Answer {
        let script = """
            import http.client, socket, sys
            connection = http.client.HTTPConnection("mayfly")
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.connect(sys.argv[1])
            body = sys.argv[4].encode() if len(sys.argv) > 4 else None
            try:
                connection.request(sys.argv[2], sys.argv[3], body, {"Content-Type": "application/json"} if body else {})
            except BrokenPipeError:
                pass  # Who has no role is answered before the body, and not listened to any more.
            answer = connection.getresponse()
            print(answer.status)
            print(answer.read().decode())
            """
        let gid = try #require(getgrnam(group)?.pointee.gr_gid)
        let arguments = ["-I", "-c", script, socket, method, path] + (body.map { [$0.compactText] } ?? [])
        let outcome = try runProgram("/usr/bin/python3", arguments, uid: uid, gid: gid)
        let lines = outcome.output.split(separator: "\n", maxSplits: 1)
        let status = try #require(lines.first.flatMap { Int($0) }, "\(outcome.errors)")
        let json = try JSONReader.read(Array((lines.count > 1 ? String(lines[1]) : "null").utf8))
        return Answer(status: status, json: json)
    }
}
