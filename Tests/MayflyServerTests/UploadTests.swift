import Crypto
import Foundation
import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("An upload", .timeLimit(.minutes(10)))
struct UploadTests {
    private static let type = "application/octet-stream"

    private func upload(_ server: TestServer, _ bytes: String, type: String = type) async throws -> RawReply {
        try await server.send(
            "POST /v1/uploads HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: \(type)\r\n"
                + "Content-Length: \(bytes.utf8.count)\r\n\r\n\(bytes)"
        )
    }

    private func body(_ script: String, _ upload: String, path: String = "data/big.csv") -> String {
        #"{"script":"\#(script)","files":[{"path":"\#(path)","upload":"\#(upload)"},{"path":"small","content":"x"}]}"#
    }

    private func run(_ server: TestServer, _ body: String) async throws -> RawReply {
        try await server.call("POST", "/v1/sessions?wait=30s", body)
    }

    /// Asks again and again until the answer is another one; the last answer.
    private func answer(otherThan status: Int, _ ask: () async throws -> RawReply) async throws -> RawReply {
        let deadline = ContinuousClock.now + .seconds(20)
        var reply = try await ask()
        while reply.status == status, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            reply = try await ask()
        }
        return reply
    }

    /// How many files of the store this very process, which is the daemon, has open and that have no name.
    private func unnamedFiles(of server: TestServer) throws -> Int {
        let objects = server.trust.deletingLastPathComponent().appending(path: "objects").resolvingSymlinksInPath()
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { number in
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
            return link.map { $0.hasPrefix(objects.path()) && $0.hasSuffix(" (deleted)") } ?? false
        }
    }

    private static func digest(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    @Test func `is a file of every session that names it`() async throws {
        try await TestServer.with { server in
            let text = String(repeating: "a,b\n", count: 100_000)
            let made = try await upload(server, text)
            #expect(made.status == 201 && made.json["bytes"]?.integer == 400_000)
            #expect(made.json["sha256"]?.text == Self.digest(text))
            let id = try #require(made.json["id"]?.text)
            let script = try await server.approveScript()
            for _ in 0..<2 {
                let session = try await run(server, body(script, id))
                #expect(session.json["verdict"]?.text == "ok", "\(session.json.prettyText)")
                let inputs = session.json["inputs"]?.elements ?? []
                #expect(inputs.map { $0["path"]?.text } == ["data/big.csv", "small"])
                #expect(inputs.first?["sha256"]?.text == Self.digest(text))
                #expect(inputs.first?["bytes"]?.integer == 400_000)
            }
            #expect(
                try await server.call("POST", "/v1/sessions?dry_run=true", body(script, id)).json["admitted"]?.bool
                    == true
            )
        }
    }

    @Test func `is its sender's alone, and for some time only`() async throws {
        try await TestServer.with(configure: { $0.uploadLifetime = .seconds(12) }) { server in
            let script = try await server.approveScript()
            let id = try #require(try await upload(server, "x").json["id"]?.text)
            let reference = try #require(ScriptReference(script))
            var request = SubmitRequest(.reference(reference), requestID: "r")
            request.files = [RequestedFile(path: "a", content: .upload(try #require(UploadID(id))))]
            let stranger = Caller(CallerIdentity(uid: 77, gid: 78, pid: 1), roles: [.agent], groups: [78])
            await #expect { _ = try await server.service.submit(request, by: stranger) } throws: {
                ($0 as? ServiceError)?.code == "upload_not_found"
            }
            #expect(try await run(server, body(script, id)).status == 200)
            let late = try await answer(otherThan: 200) { try await run(server, body(script, id)) }
            #expect(late.status == 404 && late.code == "upload_not_found")
            #expect(try await run(server, body(script, "upl_01m85xm72t7a24204s7fh61fck")).status == 404)
        }
    }

    @Test func `that was named with a key may have expired when the request is repeated`() async throws {
        try await TestServer.with(configure: { $0.uploadLifetime = .seconds(12) }) { server in
            let script = try await server.approveScript()
            let id = try #require(try await upload(server, "x").json["id"]?.text)
            let text = body(script, id)
            let head = "POST /v1/sessions?wait=10s HTTP/1.1\r\nHost: d\r\nConnection: close\r\nIdempotency-Key: k\r\n"
            let request = head + "Content-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
            let first = try await server.send(request)
            #expect(first.json["verdict"]?.text == "ok")
            let late = try await answer(otherThan: 200) { try await run(server, text) }
            #expect(late.code == "upload_not_found")
            #expect(try await server.send(request).json["id"] == first.json["id"])
        }
    }

    @Test func `takes no more than its sender's quota, which comes back`() async throws {
        let configure = { (settings: inout ServiceConfiguration) in
            settings.uploadQuota = .kibibytes(100)
            settings.uploadLifetime = .seconds(12)
        }
        try await TestServer.with(configure: configure) { server in
            let large = String(repeating: "x", count: 60 * 1024)
            #expect(try await upload(server, large).status == 201)
            let refused = try await upload(server, large)
            #expect(refused.status == 403 && refused.code == "upload_quota_exceeded")
            #expect(try await upload(server, "x").status == 201, "what was refused holds nothing")
            let later = try await answer(otherThan: 403) { try await upload(server, large) }
            #expect(later.status == 201)
        }
    }

    @Test func `is refused while its sender has 128, and no other's is`() async throws {
        try await TestServer.with { server in
            func begin(_ uid: UInt32) throws -> UploadWriter {
                let caller = Caller(CallerIdentity(uid: uid, gid: uid, pid: 1), roles: [.agent])
                return try server.service.beginUpload(by: caller)
            }
            var held: [UploadWriter] = []
            for _ in 0..<128 { held.append(try begin(77)) }
            let refused = #expect(throws: ServiceError.self) { _ = try begin(77) }
            #expect(refused?.code == "upload_quota_exceeded")
            held.append(try begin(78))
            held.removeFirst()
            held.append(try begin(77))
        }
    }

    /// How many files there are while a client has sent this and no more, and once it has gone.
    private func filesOfHalfAnUpload(_ text: String, _ server: TestServer) async throws -> [Int] {
        func settle(at count: Int) async throws -> Int {
            let deadline = ContinuousClock.now + .seconds(20)
            while try unnamedFiles(of: server) != count, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            return try unnamedFiles(of: server)
        }
        var counts: [Int] = []
        do {
            let client = try RawClient(server.path)
            try await client.write(text)
            counts.append(try await settle(at: 1))
            withExtendedLifetime(client) {}
        }
        counts.append(try await settle(at: 0))
        return counts
    }

    @Test func `is refused when it is something else, too long, or cut off`() async throws {
        try await TestServer.with { server in
            let json = try await upload(server, "{}", type: "application/json")
            #expect(json.status == 415)
            let head = "POST /v1/uploads HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: \(Self.type)\r\n"
            let long = try await server.send(head + "Content-Length: 67108865\r\n\r\n")
            #expect(long.status == 413)
            #expect(try await server.send(head + "\r\n").status == 400)
            let chunked = head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            #expect(try await server.send(chunked).status == 400, "where it ends could not be known")
            #expect(try await filesOfHalfAnUpload(head + "Content-Length: 100\r\n\r\nabc", server) == [1, 0])
            let incoming = server.trust.deletingLastPathComponent().appending(path: "objects/incoming")
            #expect(try FileManager.default.contentsOfDirectory(atPath: incoming.path()).isEmpty)
            #expect(try await upload(server, "kept nowhere by name").status == 201)
            let objects = incoming.deletingLastPathComponent()
            #expect(try FileManager.default.contentsOfDirectory(atPath: objects.path()) == ["incoming"])
        }
    }

    @Test(arguments: [
        #"{"path":"a","upload":"upl_x"}"#, #"{"path":"a","upload":3}"#, #"{"upload":"upl_01m85xm72t7a24204s7fh61fck"}"#,
        #"{"path":"a","upload":"upl_01m85xm72t7a24204s7fh61fck","content":"x"}"#,
        #"{"path":"a","upload":"UPL_01M85XM72T7A24204S7FH61FCK"}"#,
    ])
    func `is named in one form`(file: String) async throws {
        try await TestServer.with { server in
            let reply = try await run(server, #"{"script":"a","files":[\#(file)]}"#)
            #expect(reply.status == 400 || reply.status == 422, "\(reply.status)")
            #expect(reply.code == "invalid_request")
        }
    }
}
