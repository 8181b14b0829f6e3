import Foundation
import MayflyAudit
import MayflyCore
import MayflyJSON
import MayflyService
import Testing

@testable import MayflyServer

/// Which files the log says that the daemon works by.
@Suite("The files that a daemon works by", .timeLimit(.minutes(10))) struct DaemonFilesTests {
    private static func agents(_ name: String) -> String {
        "agents:\n  - {name: \(name), uid: [4000000000], scripts: [\"**\"], profiles: [standard]}\n"
    }

    private func digest(of text: String) -> String { MerkleHash.digest(of: Array(text.utf8)).description }

    /// The records of an event, as soon as there are so many.
    private func records(_ count: Int, of event: String, _ server: TestServer) async throws -> [JSON] {
        for _ in 0..<200 {
            _ = try await server.call("GET", "/v1/audit/checkpoint")
            let items = try await server.call("GET", "/v1/audit?limit=100").json["items"]?.elements ?? []
            let records = try items.map { try JSONReader.read(Array(($0.text ?? "").utf8)) }
            let found = records.filter { $0["event"]?.text == event }
            if found.count >= count { return found }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("there are fewer than \(count) records of \(event)")
        return []
    }

    /// Puts another file of agents there, and has it read.
    private func reload(_ text: String, _ server: TestServer) async throws -> Int {
        try Data(text.utf8).write(to: server.agentsFile)
        return try await server.call("POST", "/v1/reload", "{}").status
    }

    @Test func `are in the record of its start, and those that it reads again in that of each reload`() async throws {
        let settings = "selfApproval: true\n"
        let (first, second) = (Self.agents("one"), Self.agents("two"))
        let configure = { (configuration: inout ServiceConfiguration) in
            configuration.note(settingsFile: Array(settings.utf8))
        }
        try await TestServer.with(agents: first, configure: configure) { server in
            let start = try #require(try await records(1, of: "daemon_started", server).first)
            #expect(start["settings"]?.text == digest(of: settings))
            #expect(start["agents"]?.text == digest(of: first))
            #expect(try await reload(second, server) == 200)
            #expect(try await records(1, of: "reloaded", server).last?["agents"]?.text == digest(of: second))
            #expect(try await reload("no agents\n", server) != 200, "what is wrong comes into force nowhere")
            #expect(try await reload(first, server) == 200)
            let reloads = try await records(2, of: "reloaded", server)
            #expect(reloads.map { $0["agents"]?.text } == [digest(of: second), digest(of: first)])
            #expect(reloads.allSatisfy { !$0.compactText.contains("settings") }, "they are read at the start alone")
        }
    }

    @Test func `are null where there are none`() async throws {
        try await TestServer.with { server in
            let start = try #require(try await records(1, of: "daemon_started", server).first)
            #expect(start.compactText.hasSuffix(#""settings":null,"agents":null}"#), "\(start.compactText)")
            #expect(try await server.call("POST", "/v1/reload", "{}").status == 200)
            let reloaded = try #require(try await records(1, of: "reloaded", server).first)
            #expect(reloaded.compactText.hasSuffix(#""agents":null}"#), "\(reloaded.compactText)")
        }
    }

    @Test func `are no profiles of a directory that has come since its start, and a reload and the doctor say so`()
        async throws
    {
        let directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        try await TestServer.with(configure: { $0.awaitedProfiles = directory.path() }) { server in
            func advice(_ target: String) async throws -> [String] {
                let reply = try await server.call("POST", target, "{}")
                #expect(reply.status == 200)
                return try #require(reply.json["advice"]).elements.compactMap(\.text)
            }
            for target in ["/v1/reload", "/v1/doctor"] {
                #expect(try await advice(target).contains { $0.contains(directory.path()) } == false)
            }
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
            for target in ["/v1/reload", "/v1/doctor"] {
                let line = try #require(try await advice(target).first { $0.contains(directory.path()) })
                #expect(line.hasSuffix("restart the daemon to use it"), "\(line)")
            }
        }
    }
}
