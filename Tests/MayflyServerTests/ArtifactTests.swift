import Foundation
import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("An artifact", .timeLimit(.minutes(10)))
struct ArtifactTests {
    /// Keeps a finished session that left some bytes; how these are asked for, and the file that has them.
    private func keep(_ bytes: [UInt8], in server: TestServer) async throws -> (target: String, file: URL) {
        let store = server.service.store
        let digest = try store.objects.put(bytes)
        var record = SessionRecord.example(uid: 0)
        try await store.insert(record)
        record.state = .destroyed
        record.artifacts = [FileRecord(path: "a/b", size: .bytes(UInt64(bytes.count)), digest: digest)]
        try await store.finish(record, stdout: StreamContent(), stderr: StreamContent())
        let name = digest.hexadecimal
        let place = server.trust.deletingLastPathComponent().appending(path: "objects/\(name.prefix(2))/\(name)")
        return ("/v1/sessions/\(record.id)/artifacts/a/b", place)
    }

    private static let fields = [
        "Content-Length", "Content-Type", "X-Content-SHA256", "Cache-Control", "X-Content-Type-Options",
    ]

    @Test func `has the same head whether its bytes are asked for or not`() async throws {
        try await TestServer.with { server in
            for bytes in [Array("hello".utf8), []] {
                let (target, _) = try await keep(bytes, in: server)
                let (whole, head) = (try await server.call("GET", target), try await server.call("HEAD", target))
                #expect(whole.status == 200 && whole.body == String(decoding: bytes, as: UTF8.self))
                #expect(head.status == 200 && head.body.isEmpty)
                #expect(head.header("Content-Length") == "\(bytes.count)")
                for field in Self.fields { #expect(head.header(field) == whole.header(field), "\(field)") }
            }
        }
    }

    @Test func `is read for who wants its bytes alone, and is not given out if it was changed`() async throws {
        try await TestServer.with { server in
            let (target, file) = try await keep(Array("hello".utf8), in: server)
            // Of another text of the same length `HEAD` cannot know without reading it; of everything else it does.
            for (text, status) in [("Hello", 200), ("hell", 507), ("hello!", 507), (nil, 507)] as [(String?, Int)] {
                try FileManager.default.removeItem(at: file)
                if let text { try Data(text.utf8).write(to: file) }
                #expect(try await server.call("HEAD", target).status == status, "\(text ?? "nothing")")
                let whole = try await server.call("GET", target)
                #expect(whole.status == 507 && whole.code == "storage_failed", "\(text ?? "nothing")")
            }
            #expect(try await server.call("HEAD", "\(target)c").status == 404)
        }
    }
}
