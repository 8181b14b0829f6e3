import Foundation
import MayflyCore
import MayflyJSON
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("The daemon's log", .timeLimit(.minutes(10)))
struct AnswerLogTests {
    /// Asks for an artifact whose file is gone.
    private func failingReply(_ server: TestServer) async throws -> RawReply {
        let store = server.service.store
        var record = SessionRecord.example(uid: 0)
        let digest = try store.objects.put(Array("hello".utf8))
        try await store.insert(record)
        record.state = .destroyed
        record.artifacts = [FileRecord(path: "a", size: .bytes(5), digest: digest)]
        try await store.finish(record, stdout: StreamContent(), stderr: StreamContent())
        let name = digest.hexadecimal
        let state = server.trust.deletingLastPathComponent()
        try FileManager.default.removeItem(at: state.appending(path: "objects/\(name.prefix(2))/\(name)"))
        return try await server.call("GET", "/v1/sessions/\(record.id)/artifacts/a")
    }

    /// The lines of one request's answer.
    private func lines(_ log: CollectingLog, of reply: RawReply) throws -> [String] {
        let id = try #require(reply.header("X-Request-Id"))
        return log.lines.filter { $0.contains(": answered ") && $0.contains(" request=\(id) ") }
    }

    @Test func `has the error and the request's id of what the store could not answer, and of nothing else`()
        async throws
    {
        let log = CollectingLog()
        try await TestServer.with(logger: log.logger) { server in
            let reply = try await failingReply(server)
            #expect(reply.status == 507 && reply.code == "storage_failed", "\(reply.body)")
            let detail = try #require(reply.json["detail"]?.text)
            let failed = try lines(log, of: reply)
            #expect(failed.count == 1 && failed[0].hasPrefix("warning: "), "\(log.lines)")
            #expect(failed.first?.contains(" code=storage_failed error=\(detail) ") == true, "\(failed)")
            let missing = try await server.call("GET", "/v1/scripts/team/none")
            #expect(missing.status == 404)
            let plain = try lines(log, of: missing)
            #expect(plain.count == 1 && plain[0].hasPrefix("debug: ") && !plain[0].contains("error="), "\(plain)")
        }
    }

    @Test func `has what was accepted and how it ended, of what and of whom, and nothing that it was given`()
        async throws
    {
        let log = CollectingLog()
        try await TestServer.with(logger: log.logger) { server in
            let script = try await server.approveScript()
            let body = #"{"script":"\#(script)","args":["seen-by-nobody"],"labels":{"a":"seen-by-nobody"}}"#
            let reply = try await server.call("POST", "/v1/sessions?wait=30s", body)
            let id = try #require(reply.json["id"]?.text, "\(reply.body)")
            let digest = try #require(reply.json["script"]?["digest"]?.text, "\(reply.body)")
            let request = try #require(reply.header("X-Request-Id"))
            let facts = ["digest=\(digest)", "profile=standard", "request=\(request)", "script=team/report", "by=uid "]
            // The end is told to whoever waits for it before it is logged.
            for _ in 0..<1000 where !log.lines.contains(where: { $0.hasPrefix("info: session ended ") }) {
                try await Task.sleep(for: .milliseconds(5))
            }
            for begin in ["debug: session accepted ", "info: session ended "] {
                let lines = log.lines.filter { $0.hasPrefix(begin) && $0.contains("session=\(id)") }
                #expect(lines.count == 1, "\(log.lines)")
                for fact in facts { #expect(lines.first?.contains(fact) == true, "\(fact): \(lines)") }
            }
            #expect(!log.lines.contains { $0.contains("seen-by-nobody") })
        }
    }
}
