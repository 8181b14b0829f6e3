import Crypto
import Foundation
import MayflyAPI
import MayflyBundle
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("A version's bytes", .timeLimit(.minutes(10)))
struct VersionRouteTests {
    private func propose(_ server: TestServer, described: Bool) async throws -> String {
        var files = ["main.sh": "echo main\n", "lib/a b.txt": "text", "lib/run.sh": "echo run\n", "empty": ""]
        if described {
            files["mayfly.yaml"] =
                "{apiVersion: mayfly/v1, kind: Script, entry: main.sh, runtime: sh, executables: [lib/run.sh]}"
        }
        let list = files.map { JSON.object(["path": .string($0.key), "content": .string($0.value)]) }
        let body: JSON = .object(["name": .string("team/files"), "files": .array(list)])
        return try #require(try await server.call("POST", "/v1/scripts", body.compactText).json["digest"]?.text)
    }

    private static let fields = [
        "Content-Length", "Content-Type", "X-Content-SHA256", "Cache-Control", "X-Content-Type-Options", "ETag",
    ]

    private func get(_ server: TestServer, _ target: String, _ headers: String = "") async throws -> RawReply {
        try await server.send("GET \(target) HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\(headers)\r\n")
    }

    @Test(arguments: [false, true]) func `come in one archive, whose files have the digest`(described: Bool)
        async throws
    {
        try await TestServer.with { server in
            let digest = try await propose(server, described: described)
            let place = "/v1/scripts/team/files/versions/\(digest)"
            let reply = try await get(server, "\(place)/bundle.tar")
            #expect(reply.status == 200 && reply.header("Content-Type") == "application/x-tar")
            #expect(reply.header("Content-Length") == "\(reply.body.utf8.count)")
            var (reader, entries, hash) = (TarReader(mostBytes: 1 << 20), [Manifest.Entry](), SHA256())
            try reader.read(Array(reply.body.utf8)) { member, part in
                guard part.isEmpty else { return hash.update(data: Data(part)) }
                if let digest = MayflyCore.Digest(bytes: Array(hash.finalize())) {
                    entries.append(Manifest.Entry(path: member.path, digest: digest))
                }
                hash = SHA256()
            }
            try reader.finish()
            let manifest = try await get(server, "\(place)/manifest")
            #expect(manifest.body == Manifest.text(of: entries))
            #expect(BundleDigest.digest(of: Array(manifest.body.utf8)).description == digest)
            #expect(manifest.header("Content-Type") == "text/plain; charset=utf-8")
            let executable = reader.members.filter(\.isExecutable).map(\.path)
            #expect(executable == (described ? ["lib/run.sh"] : reader.members.map(\.path)))
            #expect(try await get(server, "\(place)/bundle.tar").body == reply.body)
        }
    }

    @Test func `are not sent to who has them`() async throws {
        try await TestServer.with { server in
            let digest = try await propose(server, described: false)
            let place = "/v1/scripts/team/files/versions/\(digest)"
            for part in ["/bundle.tar", "/manifest", "/files/main.sh", ""] {
                let tag = try #require(try await get(server, place + part).header("ETag"))
                if part == "/bundle.tar" || part == "/manifest" { #expect(tag == "\"\(digest)\"") }
                for value in [tag, "W/\(tag)", "\"x\", \(tag)", "*", "\"x\",W/\(tag) , \"y\""] {
                    let reply = try await get(server, place + part, "If-None-Match: \(value)\r\n")
                    #expect(
                        reply.status == 304 && reply.body.isEmpty && reply.header("ETag") == tag,
                        "\(part) \(value)"
                    )
                }
                for value in ["\"x\"", "", ",", "W/", String(tag.dropFirst()), tag.uppercased()] {
                    let reply = try await get(server, place + part, "If-None-Match: \(value)\r\n")
                    #expect(reply.status == 200 && !reply.body.isEmpty, "\(part) \(value)")
                }
            }
            #expect(try await get(server, place, "If-None-Match: \"\(digest)\"\r\n").status == 200, "it changes")
        }
    }

    @Test func `are hashed for who wants them alone, and are not given out if they were changed`() async throws {
        try await TestServer.with { server in
            let digest = try await propose(server, described: false)
            let target = "/v1/scripts/team/files/versions/\(digest)/files/main.sh"
            let (whole, head) = (try await server.call("GET", target), try await server.call("HEAD", target))
            #expect(head.status == 200 && head.body.isEmpty && whole.body == "echo main\n")
            for field in Self.fields { #expect(head.header(field) == whole.header(field), "\(field)") }
            let name = try #require(whole.header("X-Content-SHA256"))
            let tag = try #require(whole.header("ETag"))
            let place = server.trust.deletingLastPathComponent().appending(path: "objects/\(name.prefix(2))/\(name)")
            // Of another text of the same length `HEAD` cannot know without reading it; of everything else it does.
            for (text, status) in [("echo MAIN\n", 200), ("echo", 507), (nil, 507)] as [(String?, Int)] {
                try FileManager.default.removeItem(at: place)
                if let text { try Data(text.utf8).write(to: place) }
                #expect(try await server.call("HEAD", target).status == status, "\(text ?? "nothing")")
                #expect(try await server.call("GET", target).code == "storage_failed", "\(text ?? "nothing")")
                // Who has them is told so, whatever is here by now.
                #expect(try await get(server, target, "If-None-Match: \(tag)\r\n").status == 304)
            }
            #expect(try await server.call("HEAD", "\(target)c").status == 404)
        }
    }

    @Test func `may be what they were while what is said of them is something else`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let (version, script) = ("/v1/scripts/a/versions/\(digest)", "/v1/scripts/a")
            let (first, whole) = (try await get(server, version), try await get(server, script))
            #expect(try await get(server, version).header("ETag") == first.header("ETag"))
            #expect(try await server.approve("a", digest).status == 201)
            for (place, earlier) in [(version, first), (script, whole)] {
                let tag = try #require(earlier.header("ETag"))
                let reply = try await get(server, place, "If-None-Match: \(tag)\r\n")
                #expect(reply.status == 200 && reply.header("ETag") != tag)
            }
            let approvals = try await get(server, "\(version)/approvals").json["items"]?.elements
            #expect(approvals?.map { $0["digest"]?.text } == [digest])
        }
    }

    @Test func `of no version are none`() async throws {
        try await TestServer.with { server in
            let nothing = "/v1/scripts/team/none/versions/sha256:\(String(repeating: "0", count: 64))"
            for part in ["bundle.tar", "manifest", "approvals"] {
                #expect(try await get(server, "\(nothing)/\(part)", "If-None-Match: *\r\n").code == "script_not_found")
            }
            let digest = try #require(Digest("sha256:\(String(repeating: "0", count: 64))"))
            let name = try #require(ScriptName("team/none"))
            let nobody = Caller(CallerIdentity(uid: 4242, gid: 4242, pid: 1), roles: [])
            await #expect(throws: ServiceError.self) {
                _ = try await server.service.archive(of: name, digest, for: nobody)
            }
        }
    }
}
