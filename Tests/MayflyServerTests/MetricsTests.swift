import Foundation
import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("What the daemon counts", .timeLimit(.minutes(10)))
struct MetricsTests {
    /// Every number by its name and labels.
    private func numbers(_ text: String) -> [String: Double] {
        var numbers: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let value = Double(parts[1]) else {
                Issue.record("\(line)")
                continue
            }
            #expect(numbers.updateValue(value, forKey: String(parts[0])) == nil, "\(line)")
        }
        return numbers
    }

    @Test func `says what has happened, and nothing of whom`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            _ = try await server.run(script)
            _ = try await server.run("team/none")
            var reply = try await server.call("GET", "/metrics")
            // That a connection has ended is counted a moment after its client sees it.
            for _ in 0..<1000 where numbers(reply.body)["mayfly_connections"] != 1 {
                reply = try await server.call("GET", "/metrics")
            }
            #expect(reply.status == 200)
            #expect(reply.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            let numbers = numbers(reply.body)
            #expect(numbers[#"mayfly_sessions_ended_total{verdict="ok"}"#] == 1)
            #expect(numbers[#"mayfly_sessions_ended_total{verdict="killed"}"#] == 0)
            #expect(numbers[#"mayfly_refusals_total{rule="script_not_found"}"#] == 1)
            #expect(numbers[#"mayfly_sessions{state="running"}"#] == 0)
            #expect(numbers[#"mayfly_session_stage_seconds_count{stage="launch"}"#] == 1)
            #expect(numbers[#"mayfly_session_stage_seconds_bucket{stage="launch",le="+Inf"}"#] == 1)
            #expect(numbers["mayfly_warden_up"] == 1 && numbers["mayfly_connections"] == 1)
            #expect(numbers[#"mayfly_store_bytes{part="database"}"#].map { $0 > 0 } == true)
            #expect(numbers[#"mayfly_build_info{version="1.2.3"}"#] == 1)
            #expect(!reply.body.contains("report") && !reply.body.contains("uid"))
            #expect(numbers["mayfly_sessions_not_destroyed_total"] == 0)
            #expect(numbers[#"mayfly_limit{of="connections"}"#] == 256)
            #expect(!reply.body.contains("mayfly_budget"), "there is no bound")
        }
    }

    @Test func `says how much there may be, what is taken of it, and what a session takes along that is not destroyed`()
        async throws
    {
        func change(_ configuration: inout ServiceConfiguration) {
            configuration.budget = HostShare(memory: .mebibytes(512), millicpus: 8500)
            (configuration.maxSessions, configuration.maxQueue) = (5, 7)
        }
        try await TestServer.with(configure: change) { server in
            /// Free, taken, lost; of memory in mebibytes.
            func budget() async throws -> [Double?] {
                let found = numbers(try await server.call("GET", "/metrics").body)
                let parts = ["free", "taken", "lost"]
                let memory = parts.map { found["mayfly_budget_memory_bytes{part=\"\($0)\"}"].map { $0 / 1_048_576 } }
                return memory + parts.map { found["mayfly_budget_cpus{part=\"\($0)\"}"] }
            }
            #expect(try await budget() == [512, 0, 0, 8.5, 0, 0])
            let limits = numbers(try await server.call("GET", "/metrics").body)
            #expect(limits[#"mayfly_limit{of="sessions"}"#] == 5 && limits[#"mayfly_limit{of="queue"}"#] == 7)
            let script = try await server.approveScript()
            server.warden.hold()
            let body = #"{"script":"\#(script)","limits":{"memory":"256Mi"}}"#
            let id = try #require(try await server.call("POST", "/v1/sessions", body).json["id"]?.text)
            #expect(try await budget() == [256, 256, 0, 7.5, 1, 0])
            server.warden.leave(behind: ["cgroup /sys/fs/cgroup/x"])
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", "{}")
            _ = try await server.call("GET", "/v1/sessions/\(id)?wait=30s")
            // It is given back, or not, a moment after its end is told.
            for _ in 0..<1000 {
                if try await budget()[1] == 0 { break }
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try await budget() == [256, 0, 256, 7.5, 0, 1])
            let after = numbers(try await server.call("GET", "/metrics").body)
            #expect(after["mayfly_sessions_not_destroyed_total"] == 1)
        }
    }

    @Test func `says which check of the readiness does not hold`() async throws {
        try await TestServer.with { server in
            func checks() async throws -> [String: Double] {
                numbers(try await server.call("GET", "/metrics").body).filter { $0.key.hasPrefix("mayfly_check_ok{") }
            }
            let good = try await checks()
            let names = await server.service.readiness().map { "mayfly_check_ok{check=\"\($0.name)\"}" }
            #expect(good.keys.sorted() == names.sorted() && good.values.allSatisfy { $0 == 1 }, "\(good)")
            try Data("ada namespaces=\n".utf8).write(to: server.trust.appending(path: "allowed_signers"))
            let bad = try await checks()
            #expect(bad.filter { $0.value == 0 }.map(\.key) == [#"mayfly_check_ok{check="trust"}"#], "\(bad)")
        }
    }

    @Test func `says nothing of who has gone before there was an answer`() async throws {
        try await TestServer.with { server in
            let name = try #require(ScriptName("team/none"))
            let root = Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases))
            let asking = Task { () async -> ServiceError? in
                withUnsafeCurrentTask { $0?.cancel() }
                do throws(ServiceError) {
                    let request = SubmitRequest(.reference(.name(name)), requestID: "r")
                    _ = try await server.service.submit(request, by: root)
                    return nil
                } catch {
                    return error
                }
            }
            let answer = await asking.value
            #expect(answer == .cancelled)
            #expect(try await server.call("GET", "/metrics").body.contains("mayfly_refusals_total{") == false)
        }
    }

    @Test func `is for operators and auditors`() async throws {
        try await TestServer.with { server in
            for role in Role.allCases {
                let caller = Caller(CallerIdentity(uid: 4242, gid: 1, pid: 1), roles: [role])
                if role == .operatorRole || role == .auditor {
                    _ = try await server.service.metrics(for: caller)
                } else {
                    await #expect(throws: ServiceError.self) { _ = try await server.service.metrics(for: caller) }
                }
            }
        }
    }

    @Test func `counts who follows for as long as they do`() async throws {
        try await TestServer.with(configure: { $0.heartbeat = .milliseconds(100) }) { server in
            func followers() async throws -> Double? {
                numbers(try await server.call("GET", "/metrics").body)[#"mayfly_followers{stream="daemon_events"}"#]
            }
            func settle(at count: Double) async throws -> Double? {
                for _ in 0..<500 {
                    if try await followers() == count { break }
                    try await Task.sleep(for: .milliseconds(10))
                }
                return try await followers()
            }
            do {
                let client = try RawClient(server.path)
                try await client.write("GET /v1/events?follow=1 HTTP/1.1\r\nHost: d\r\n\r\n")
                #expect(try await settle(at: 1) == 1)
                try await client.write("nonsense")
                try await Task.sleep(for: .milliseconds(300))
                #expect(try await followers() == 1, "what it writes meanwhile ends nothing, some heartbeats later")
                withExtendedLifetime(client) {}
            }
            #expect(try await settle(at: 0) == 0, "and when they have gone it is none")
        }
    }

    @Test func `is written as Prometheus reads it`() {
        let family = MetricFamily("a_total", .counter, "Help.", by: "rule", [(value: "x\"\\\n", count: 3)])
        #expect(family.text == "# HELP a_total Help.\n# TYPE a_total counter\na_total{rule=\"x\\\"\\\\\\n\"} 3\n")
    }
}
