import Foundation
import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("The queue", .timeLimit(.minutes(10)))
struct QueueTests {
    private static let agents = """
        agents:
          - {name: flood, uid: [1001], scripts: ["**"], profiles: [standard]}
          - {name: calm, uid: [1002], scripts: ["**"], profiles: [standard]}
          - {name: urgent, uid: [1003], scripts: ["**"], profiles: [standard], priority: high}
          - {name: root, uid: [0], roles: [agent, operator, approver], scripts: ["**"], profiles: [standard]}
        """

    private func submit(_ server: TestServer, _ script: String, uid: UInt32) async throws -> SessionID {
        let identity = CallerIdentity(uid: uid, gid: 1, pid: 1)
        let caller = server.service.recognise(Caller(identity, roles: [], groups: [1]))
        let reference = try #require(ScriptReference(script))
        return try await server.service.submit(SubmitRequest(.reference(reference), requestID: "r"), by: caller).session
    }

    private func kill(_ id: SessionID, _ server: TestServer) async throws {
        _ = try await server.call("POST", "/v1/sessions/\(id)/kill", "{}")
    }

    /// Counts, not times: what 200 submissions of one agent do to two others.
    @Test func `lets nobody wait for more than a turn of whoever floods it`() async throws {
        try await TestServer.with(
            agents: Self.agents,
            configure: { ($0.maxSessions, $0.maxQueue) = (1, 1000) },
            { server in
                let script = try await server.approveScript()
                server.warden.hold()
                let first = try await submit(server, script, uid: 1001)
                for _ in 1..<200 { _ = try await submit(server, script, uid: 1001) }
                var others: [SessionID] = []
                for _ in 0..<8 { others.append(try await submit(server, script, uid: 1002)) }
                var urgent: [SessionID] = []
                for _ in 0..<8 { urgent.append(try await submit(server, script, uid: 1003)) }
                server.warden.release()
                try await kill(first, server)
                for id in others + urgent { _ = try await server.call("GET", "/v1/sessions/\(id)?wait=30s") }
                let order = server.warden.launched
                // Two of the flood, two of the calm agent, four of the urgent one, and so on; the first one ran already.
                for (index, id) in others.enumerated() {
                    let before = try #require(order.firstIndex(of: id))
                    let flooded = order[1..<before].count { !others.contains($0) && !urgent.contains($0) }
                    #expect(flooded <= 2 * (index / 2 + 1), "session \(index) after \(flooded) of the flood")
                }
                for (index, id) in urgent.enumerated() {
                    let before = try #require(order.firstIndex(of: id))
                    let flooded = order[1..<before].count { !others.contains($0) && !urgent.contains($0) }
                    #expect(flooded <= 2 * (index / 4 + 1), "urgent session \(index) after \(flooded) of the flood")
                }
            }
        )
    }

    @Test func `says where a session stands, and how long that may take`() async throws {
        try await TestServer.with(agents: Self.agents, configure: { $0.maxSessions = 1 }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let first = try await submit(server, script, uid: 0)
            let places = try await [0, 0, 0].asyncMap { _ in try await submit(server, script, uid: 0) }
            for (index, id) in places.enumerated() {
                let queue = try await server.call("GET", "/v1/sessions/\(id)").json["queue"]
                #expect(queue?["position"]?.integer == Int64(index + 1))
                #expect(queue?["predicted_wait_ms"] == nil, "nothing has ended yet")
            }
            #expect(try await server.call("GET", "/v1/sessions/\(first)").json["queue"] == nil)
            try await kill(places[0], server)
            try await kill(first, server)
            _ = try await server.call("GET", "/v1/sessions/\(first)?wait=30s")
            let reply = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            #expect(reply.status == 201)
            let queue = try #require(reply.json["queue"])
            #expect((1...2).contains(queue["position"]?.integer ?? 0))
            #expect((queue["predicted_wait_ms"]?.double ?? -1) >= 0)
        }
    }

    @Test func `gives up what has waited as long as it may`() async throws {
        try await TestServer.with(agents: Self.agents, configure: { $0.maxSessions = 1 }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let first = try await submit(server, script, uid: 0)
            let body = #"{"script":"\#(script)","queue_timeout":"50ms"}"#
            let ended = try await server.call("POST", "/v1/sessions?wait=30s", body)
            #expect(ended.status == 200 && ended.json["verdict"]?.text == "refused")
            #expect(ended.json["verdict_detail"]?["rule"]?.text == "queue_timeout")
            let text = "it waited for 50ms, as long as the request allows"
            #expect(ended.json["verdict_detail"]?["evidence"]?.text == text)
            #expect(server.warden.launched.count <= 1, "it never started")
            try await kill(first, server)
            _ = try await server.call("GET", "/v1/sessions/\(first)?wait=30s")
            server.warden.release()
            // What starts in time is not ended by it.
            let patient = #"{"script":"\#(script)","queue_timeout":"60s"}"#
            #expect(try await server.call("POST", "/v1/sessions?wait=30s", patient).json["verdict"]?.text == "ok")
            for wrong in ["0s", "25h", "5", "soon"] {
                let refused = #"{"script":"\#(script)","queue_timeout":"\#(wrong)"}"#
                #expect(try await server.call("POST", "/v1/sessions", refused).status == 422)
            }
        }
    }

    /// Four of 256 MiB and one processor each; the profile's own limits are those of one.
    private static let budget = HostShare(memory: .mebibytes(1024), millicpus: 4000)

    private func body(_ script: String, memory: String) -> String {
        #"{"script":"\#(script)","limits":{"memory":"\#(memory)"}}"#
    }

    /// Waits until so many sessions have a cell, and a little longer for one too many.
    private func awaitLaunches(_ count: Int, _ server: TestServer) async throws {
        for _ in 0..<1000 where server.warden.launched.count < count { try await Task.sleep(for: .milliseconds(5)) }
        try await Task.sleep(for: .milliseconds(50))
        #expect(server.warden.launched.count == count)
    }

    @Test func `holds what the budget has no room for, and lets it go when another is gone`() async throws {
        try await TestServer.with(agents: Self.agents, configure: { $0.budget = Self.budget }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            var sessions: [SessionID] = []
            for _ in 0..<6 { sessions.append(try await submit(server, script, uid: 0)) }
            try await awaitLaunches(4, server)
            let queue = try await server.call("GET", "/v1/sessions/\(sessions[4])").json["queue"]
            #expect(queue?["position"]?.integer == 1 && queue?["waits_for_budget"]?.bool == true)
            let ready = try await server.call("GET", "/readyz").json["checks"]?.elements ?? []
            let summary = ready.first { $0["name"]?.text == "budget" }?["detail"]?.text
            #expect(summary == "1Gi of 1Gi memory and 4 of 4 processors are taken")
            try await kill(sessions[0], server)
            _ = try await server.call("GET", "/v1/sessions/\(sessions[0])?wait=30s")
            try await awaitLaunches(5, server)
            // What was set aside for the one that waits is free again when it does not wait any more.
            try await kill(sessions[5], server)
            try await kill(sessions[1], server)
            _ = try await server.call("GET", "/v1/sessions/\(sessions[1])?wait=30s")
            let small = try await server.call("POST", "/v1/sessions", body(script, memory: "4Mi"))
            #expect(small.status == 201)
            try await awaitLaunches(6, server)
        }
    }

    @Test func `says in a dry run what is needed, and refuses what can never start`() async throws {
        let tight = HostShare(memory: .mebibytes(200), millicpus: 4000)
        try await TestServer.with(agents: Self.agents, configure: { $0.budget = tight }) { server in
            let script = try await server.approveScript()
            let refused = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            #expect(refused.status == 422 && refused.code == "over_budget")
            let detail = "limit memory 256Mi is above 200Mi, which all sessions of this daemon may take together"
            #expect(refused.json["detail"]?.text == detail)
            let trial = try await server.call("POST", "/v1/sessions?dry_run=true", body(script, memory: "256Mi")).json
            #expect(trial["admitted"]?.bool == false && trial["rule"]?.text == "over_budget" && trial["budget"] == nil)
            server.warden.hold()
            #expect(try await server.call("POST", "/v1/sessions", body(script, memory: "150Mi")).status == 201)
            try await awaitLaunches(1, server)
            for (memory, fits) in [("50Mi", true), ("51Mi", false)] {
                let trial = try await server.call("POST", "/v1/sessions?dry_run=true", body(script, memory: memory))
                    .json
                #expect(trial["admitted"]?.bool == true)
                let budget = try #require(trial["budget"])
                #expect(budget["fits_now"]?.bool == fits)
                let expected = #"{"needed":"\#(memory)","taken":"150Mi","total":"200Mi"}"#
                #expect(budget["memory"]?.compactText == expected)
                #expect(budget["cpus"]?.compactText == #"{"needed":"1","taken":"1","total":"4"}"#)
            }
        }
    }

    @Test func `is bounded, and says when to come again`() async throws {
        try await TestServer.with(
            agents: Self.agents,
            configure: { ($0.maxSessions, $0.maxQueue) = (1, 4) },
            { server in
                let script = try await server.approveScript()
                server.warden.hold()
                for _ in 0..<3 { _ = try await submit(server, script, uid: 0) }
                let refused = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
                #expect(refused.status == 429 && refused.code == "queue_full")
                #expect(refused.header("Retry-After") == "1")
                #expect(try await submit(server, script, uid: 1002).text.hasPrefix("ses_"), "another agent has a half")
            }
        )
    }

    @Test func `is emptied when the daemon stops, and what runs may go on for the drain time`() async throws {
        try await TestServer.with(
            agents: Self.agents,
            configure: { ($0.maxSessions, $0.drainTime) = (1, .seconds(20)) },
            { server in
                let script = try await server.approveScript()
                server.warden.hold()
                let running = try await submit(server, script, uid: 0)
                try await server.waitForSessions(1)
                while server.warden.launched.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                let waiting = try await submit(server, script, uid: 0)
                async let drained: Void = server.service.drain()
                let cut = try await server.call("GET", "/v1/sessions/\(waiting)?wait=10s").json
                #expect(cut["verdict"]?.text == "daemon_restart")
                #expect(try await server.call("GET", "/v1/sessions/\(running)").json["verdict"] == nil)
                try await kill(running, server)
                let ended = try await server.call("GET", "/v1/sessions/\(running)?wait=10s").json
                #expect(ended["verdict"]?.text == "killed", "it went on until somebody ended it")
                await drained
            }
        )
    }
}

extension Array where Element: Sendable {
    /// Makes something of each element, one after the other.
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
