import Foundation
import MayflyAPI
import MayflyJSON
import MayflyTestSupport
import Testing

extension EndToEnd {
    @Suite("Named agents on a real host")
    struct Agents {
        private let named: UInt32 = 54_001
        private let stranger: UInt32 = 54_002

        /// One daemon for all of it: who may submit, what the kernel counted, and what a restart leaves.
        @Test func `are recognised, charged what the kernel counted, and still charged after a restart`() async throws {
            let file = URL(filePath: "/tmp/mayfly-agents-\(UUID().uuidString.prefix(8)).yaml")
            defer { try? FileManager.default.removeItem(at: file) }
            let text = """
                agents:
                  - name: bot
                    uid: [\(named)]
                    scripts: ["test/*"]
                    profiles: [standard]
                    quotas: {startsPerMinute: 2}
                """
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path())
            let daemon = try TestDaemon(arguments: ["--agents", file.path()])
            defer { daemon.remove() }
            try await daemon.start()
            _ = try await daemon.approve("test/busy", "x = 0\nfor i in range(2_000_000): x += i")
            let body: JSON = .object(["script": .string("test/busy")])
            #expect(try daemon.ask("POST", "/v1/sessions", body, uid: stranger).code == "forbidden")
            let ended = try daemon.ask("POST", "/v1/sessions?wait=30s", body, uid: named)
            #expect(ended.json["verdict"]?.text == "ok" && ended.json["agent"]?.text == "bot", "\(ended.json)")
            #expect(try daemon.ask("POST", "/v1/sessions?wait=30s", body, uid: named).status == 200)
            #expect(try daemon.ask("POST", "/v1/sessions", body, uid: named).code == "quota_starts")
            let before = try usage(daemon)
            #expect(before["sessions"]?.integer == 2 && before["refused"]?.integer == 1)
            let counted = try #require(ended.json["usage"]?["cpu_ms"]?.double)
            let charged = try #require(before["cpu_ms"]?.double)
            #expect(counted > 0 && charged > counted && charged < 10_000, "\(counted) ms of \(charged) ms")
            #expect(await daemon.stop() == 0)
            try await daemon.start()
            let refused = try daemon.ask("POST", "/v1/sessions", body, uid: named)
            #expect(refused.code == "quota_starts", "a restart forgets no start")
            #expect(try usage(daemon)["cpu_ms"]?.double == charged)
            let strangers = try daemon.ask("GET", "/v1/agents", uid: 0).json["strangers"]?.elements ?? []
            #expect(strangers.contains { $0["uid"]?.integer == Int64(stranger) })
            try check(daemon)
            #expect(await daemon.stop() == 0)
        }

        private func usage(_ daemon: TestDaemon) throws -> JSON {
            let answer = try daemon.ask("GET", "/v1/usage", uid: named)
            return try #require(answer.json["items"]?.elements.first, "\(answer.json)")
        }

        /// The same by the command line.
        private func check(_ daemon: TestDaemon) throws {
            func mayfly(_ arguments: String...) throws -> Outcome {
                try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket])
            }
            #expect(try mayfly("agent", "ls").output.contains("bot   54001"))
            #expect(try mayfly("agent", "ls", "--strangers").output.contains("54002"))
            #expect(try mayfly("agent", "show", "bot").output.contains("starts_per_minute  2"))
            let csv = try mayfly("agent", "usage", "--csv").output.split(separator: "\n")
            #expect(csv.first == "agent,script,profile,sessions,refused,cpu_ms,memory_byte_seconds,wall_ms")
            #expect(csv.last?.hasPrefix("bot,test/busy,standard,2,2,") == true, "\(csv)")
            #expect(try mayfly("agent", "usage", "other", "--format", "json").output == "[]\n")
        }
    }
}
