import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("The pace of refusals")
struct RefusalPaceTests {
    private let now = ContinuousClock.now

    @Test func `lets some be answered at once, and then twenty a second`() {
        let pace = RefusalPace()
        let delays = (0..<24).map { _ in pace.delay(uid: 1, at: now) }
        #expect(delays.prefix(20).allSatisfy { $0 == .zero })
        #expect(delays.suffix(4) == [.milliseconds(50), .milliseconds(100), .milliseconds(150), .milliseconds(200)])
    }

    @Test func `makes none wait for more than two seconds, whatever came before`() {
        let pace = RefusalPace()
        let delays = (0..<2_000).map { _ in pace.delay(uid: 1, at: now) }
        #expect(delays.max() == .seconds(2))
        #expect(
            pace.delay(uid: 1, at: now + .seconds(2)) == .milliseconds(50),
            "what waited longest is paid back by then"
        )
        #expect(pace.delay(uid: 1, at: now + .seconds(4)) == .zero)
    }

    @Test func `is each user's own`() {
        let pace = RefusalPace()
        for _ in 0..<1000 { _ = pace.delay(uid: 1, at: now) }
        #expect(pace.delay(uid: 2, at: now) == .zero)
    }

    @Test func `costs who follows the advice nothing`() {
        let pace = RefusalPace()
        for second in 0..<1000 { #expect(pace.delay(uid: 1, at: now + .seconds(second)) == .zero) }
    }

    @Test func `remembers a bounded number of users`() {
        let pace = RefusalPace()
        for uid in 0..<5_000 { _ = pace.delay(uid: UInt32(uid), at: now + .milliseconds(uid)) }
        for _ in 0..<20 { #expect(pace.delay(uid: 1, at: now + .seconds(200)) == .zero) }
    }

    @Test func `is not outrun by who closes the connection, and keeps its place until then`() async throws {
        let configure = { (settings: inout ServiceConfiguration) in
            (settings.maxSessions, settings.maxQueue) = (1, 2)
        }
        try await TestServer.with(configure: configure) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let request = TestServer.request("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            for _ in 0..<3 { _ = try await server.send(request) }
            let begin = ContinuousClock.now
            var clients: [RawClient] = []
            for _ in 0..<60 {
                let client = try RawClient(server.path)
                try await client.write(request)
                clients.append(client)
            }
            // But for one or two that may have found a place in the queue.
            try await awaitRefusals(58, server)
            #expect(clients.count == 60)
            clients = []
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline, try await server.openConnections() > 1 {}
            let time = ContinuousClock.now - begin
            #expect(time > .milliseconds(1_500), "the last of them were to wait for two seconds: \(time)")
            #expect(ContinuousClock.now < deadline, "and no longer")
        }
    }

    /// Waits until so many submissions were refused, whether they are answered or not.
    private func awaitRefusals(_ count: UInt64, _ server: TestServer) async throws {
        let root = Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases))
        for _ in 0..<4000 {
            if try await server.service.metrics(for: root).refusals["queue_full"] ?? 0 >= count { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("fewer than \(count) were refused")
    }
}

extension TestServer {
    /// How many connections are open, that of the question included.
    fileprivate func openConnections() async throws -> Int {
        let lines = try await call("GET", "/metrics").body.split(separator: "\n")
        let line = lines.first { $0.hasPrefix("mayfly_connections ") }
        return try #require(line?.split(separator: " ").last.flatMap { Int($0) })
    }
}
