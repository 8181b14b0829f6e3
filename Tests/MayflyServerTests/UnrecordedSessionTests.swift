import Dispatch
import Foundation
import GRDB
import Glibc
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Synchronization
import Testing

@testable import MayflyService
@testable import MayflyStore

@Suite("A session whose records cannot be written", .timeLimit(.minutes(2))) struct UnrecordedSessionTests {
    private func run(_ script: String, _ server: TestServer) async throws -> RawReply {
        try await server.call("POST", "/v1/sessions?wait=20s", #"{"script":"\#(script)"}"#)
    }

    @Test func `does not run when its start is not in the log`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            try await server.execute(
                "CREATE TRIGGER fails BEFORE UPDATE OF start_leaf ON session BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
            let reply = try await run(script, server)
            #expect(reply.status == 200)
            #expect(reply.json["verdict"]?.text == "internal_error")
            #expect(reply.json["state"]?.text == "destroyed")
            #expect(server.warden.launched.count == 1, "its cell was asked for meanwhile")
            #expect(server.warden.begun == [])
            try await server.execute("DROP TRIGGER fails")
            #expect(try await run(script, server).json["verdict"]?.text == "ok")
            #expect(server.warden.begun.count == 1)
        }
    }

    @Test func `ends though its cell is not gone, and holds its pipes`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            try await server.execute(
                "CREATE TRIGGER fails BEFORE UPDATE OF start_leaf ON session BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
            server.warden.keepPipes(true)
            server.warden.leave(behind: ["process: 7"])
            let reply = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let id = try #require(reply.json["id"]?.text, "\(reply)")
            let ended = try await server.awaitState("destroyed", of: id)
            #expect(ended["verdict"]?.text == "internal_error")
            #expect(ended["destroyed"]?.bool == false)
            #expect(ended["destruction"]?["leftovers"]?.elements.compactMap(\.text) == ["process: 7"])
        }
    }

    @Test func `is not answered before its end is on the disk, though the answer is made`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            try await server.execute(Self.failsAtCommit)
            let reply = try await server.call("POST", "/v1/sessions?wait=1s", #"{"script":"\#(script)"}"#)
            #expect(reply.status == 201)
            let id = try #require(SessionID(reply.json["id"]?.text ?? ""))
            #expect(try await server.awaitState("finishing", of: id.text)["verdict"]?.text == nil)
            #expect(server.service.director.session(id)?.isForeseen == true)
            try await server.execute("DROP TRIGGER fails")
            let later = try await server.call("GET", "/v1/sessions/\(id)?wait=20s")
            #expect(later.json["state"]?.text == "destroyed")
            #expect(later.json["verdict"]?.text == "ok")
        }
    }

    @Test func `is refused, and leaves nothing, when it is not recorded at all`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            try await server.execute(Self.isFailing)
            for _ in 0..<3 { #expect(try await run(script, server).status >= 500) }
            try await server.execute("DROP TRIGGER fails")
            #expect(try await run(script, server).json["verdict"]?.text == "ok")
            #expect(server.warden.begun.count == 1)
            #expect(try await server.service.sessions(SessionFilter(), for: root).items.count == 1)
        }
    }

    /// Everything can be written, and the transaction does not reach the disk.
    private static let failsAtCommit = """
        CREATE TABLE present (id INTEGER PRIMARY KEY);
        CREATE TABLE missing (id INTEGER REFERENCES present (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER fails AFTER INSERT ON receipt BEGIN INSERT INTO missing VALUES (1); END
        """

    private let root = Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases))
    private static let isFailing = "CREATE TRIGGER fails BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'no'); END"

    /// Keeps the daemon from writing while `body` runs, and lets no session be recorded from then on.
    private func untilNoneIsRecorded(_ server: TestServer, _ body: () async throws -> Void) async throws {
        let (store, gate, begun) = (server.service.store, DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let written: Void = store.write { database in
            begun.signal()
            gate.wait()
            try database.execute(sql: Self.isFailing)
        }
        while begun.wait(timeout: .now()) == .timedOut { try await Task.sleep(for: .milliseconds(2)) }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        gate.signal()
        try await written
        try result.get()
    }

    @Test func `ends for whoever found it and follows it`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let followers = Followers()
            try await untilNoneIsRecorded(server) {
                followers.start("answer") { try await run(script, server).status >= 500 }
                while server.warden.launched.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                let id = try #require(server.warden.launched.first)
                let events = try await server.service.events(id, from: 0, for: root, follows: true)
                followers.start("events") {
                    for try await _ in events { followers.heard.add(1, ordering: .relaxed) }
                    return true
                }
                followers.start("wait") {
                    try await server.service.wait(id, for: root, atMost: .seconds(60)).record.isFinished
                }
                // That it is queued is heard at once.
                while followers.heard.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(2)) }
                #expect(followers.ended == [])
            }
            for _ in 0..<1000 where followers.ended.count < 3 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(followers.ended.sorted() == ["answer true", "events true", "wait true"])
        }
    }

    /// Who waits for a session, and what they were told in the end.
    private final class Followers: Sendable {
        let heard = Atomic(0)
        private let answers = Mutex<[String]>([])
        /// Those that have come to the end.
        var ended: [String] { answers.withLock { $0 } }

        func start(_ name: String, _ body: @escaping @Sendable () async throws -> Bool) {
            Task {
                let isRight = try await body()
                answers.withLock { $0.append("\(name) \(isRight)") }
            }
        }
    }

    /// A file in which this very process is an agent with a quota of starts.
    private let agents = """
        agents:
          - {name: bot, uid: [\(geteuid())], scripts: ["team/*"], profiles: [standard], quotas: {startsPerMinute: 3}}
        """

    /// What the agent has open; a session that is answered may need a moment to be over.
    private func waitUntilIdle(_ server: TestServer) async throws -> JSON? {
        for _ in 0..<400 {
            let use = try await server.call("GET", "/v1/agents/bot").json["use"]
            if use?["sessions"]?.integer == 0 { return use }
            try await Task.sleep(for: .milliseconds(5))
        }
        return nil
    }

    @Test func `counts as a start, since a cell was made, and sets nothing aside any more`() async throws {
        try await TestServer.with(agents: agents) { server in
            let script = try await server.approveScript()
            try await server.execute(Self.isFailing)
            var tries = 0
            // One that leaves the queue before a cell was asked for is no start.
            while server.warden.launched.count < 3, tries < 200 {
                tries += 1
                #expect(try await run(script, server).status >= 500)
                let use = try #require(try await waitUntilIdle(server), "what is never recorded is over all the same")
                #expect(use["starts_last_minute"]?.integer == Int64(server.warden.launched.count), "\(use.prettyText)")
                #expect(use["cpu_ms_reserved"]?.integer == 0)
            }
            #expect(server.warden.launched.count == 3)
            try await server.execute("DROP TRIGGER fails")
            #expect(try await run(script, server).code == "quota_starts")
        }
    }

    @Test(.requiresRoot) func `has no cell, and takes no quota, when the disk is known to be full`() async throws {
        try await TestServer.with(agents: agents, disk: 16 << 20) { server in
            let script = try await server.approveScript()
            let filler = server.trust.appending(path: "filler").path()
            var disk = statvfs()
            #expect(statvfs(server.trust.path(), &disk) == 0)
            // A twentieth of it is kept for ends of sessions, and so is not there for this.
            let free = Int(disk.f_bavail * disk.f_frsize) - (600 << 10)
            #expect(FileManager.default.createFile(atPath: filler, contents: Data(count: free)))
            for _ in 0..<6 {
                let reply = try await run(script, server)
                #expect(reply.status == 507 && reply.code == "storage_failed", "no quota is ever used up")
            }
            #expect(server.warden.launched == [])
            try FileManager.default.removeItem(atPath: filler)
            #expect(try await run(script, server).json["verdict"]?.text == "ok")
        }
    }
}
