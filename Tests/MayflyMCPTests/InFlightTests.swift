import Glibc
import MayflyJSON
import Synchronization
import Testing

@testable import MayflyMCP

@Suite("A request that is being worked on", .timeLimit(.minutes(10)))
struct InFlightTests {
    private static let meta = "," + RequestText.meta()
    private static let run = RequestText.call("mayfly_run", #"{"script":"a"}"#, more: meta)

    private final class Flag: Sendable {
        let isSet = Mutex(false)
    }

    @Test func `is answered itself, and not by an earlier one with its id that was cancelled`() async throws {
        let (first, isReleased) = (Flag(), Flag())
        let daemon = try StandInDaemon { target in
            guard target.hasPrefix("POST") else { return .events }
            let isFirst = first.isSet.withLock { wasSet in
                defer { wasSet = true }
                return !wasSet
            }
            if isFirst { return .silence }
            while !isReleased.isSet.withLock({ $0 }) { usleep(1000) }
            return .submitted
        }
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        await server.receive(Self.run)
        await until { daemon.requests.count == 1 }
        await server.receive(RequestText.cancel("1"))
        await server.receive(Self.run)
        await until { daemon.gone == 1 && daemon.requests.count == 2 }
        // Time for an answer to come, which must not.
        try await Task.sleep(for: .milliseconds(100))
        #expect(host.lines.isEmpty)
        isReleased.isSet.withLock { $0 = true }
        let answer = try #require(try await host.messages(1).first)
        #expect(answer["result"]?["structuredContent"]?["stdout"]?.text == "word")
        await server.stop()
        #expect(host.lines.count == 1)
    }

    @Test func `can be cancelled when an earlier one with its id was`() async throws {
        let daemon = try StandInDaemon { _ in .silence }
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        for count in 1...3 {
            await server.receive(Self.run)
            await until { daemon.requests.count == count }
            await server.receive(RequestText.cancel("1"))
        }
        await until { daemon.gone == 3 }
        #expect(daemon.gone == 3)
        await server.stop()
        #expect(host.lines.isEmpty)
    }

    @Test func `has its id for itself`() async throws {
        let daemon = try StandInDaemon { _ in .silence }
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        await server.receive(Self.run)
        await server.receive(Self.run)
        let refusal = try #require(try await host.messages(1).first)
        #expect(refusal["id"]?.integer == 1)
        #expect(refusal["error"]?["code"]?.integer == -32600)
        #expect(refusal["error"]?["message"]?.text == "the id is in use")
        await server.stop()
        #expect(host.lines.count == 1)
    }

    @Test func `ends with the server, which takes no other`() async throws {
        let daemon = try StandInDaemon { _ in .silence }
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        await server.receive(Self.run)
        await until { daemon.requests.count == 1 }
        await server.stop()
        await server.receive(Self.run)
        await server.receive(RequestText.request("server/discover", RequestText.meta(), id: "2"))
        await until { daemon.gone == 1 }
        #expect(daemon.gone == 1)
        #expect(daemon.requests.count == 1)
        #expect(host.lines.isEmpty)
    }

    @Test(arguments: [true, false])
    func `says how it goes to a host that reads`(isBehind: Bool) async throws {
        let daemon = try StandInDaemon { $0.hasPrefix("POST") ? .submitted : .events }
        let host = TestHost(isBehind: isBehind)
        let server = host.server(socket: daemon.path)
        let meta = Self.meta.replacing(#""_meta":{"#, with: #""_meta":{"progressToken":"t","#)
        await server.receive(RequestText.call("mayfly_run", #"{"script":"a"}"#, more: meta))
        let messages = try await host.messages(isBehind ? 1 : 2)
        #expect(messages.map { $0["method"]?.text } == (isBehind ? [nil] : ["notifications/progress", nil]))
        #expect(messages.last?["result"]?["isError"]?.bool == false)
    }

    @Test(arguments: [(#"{"script":"a"}"#, true), (#"{"script":"a","detach":true}"#, false)])
    func `ends its session with it, unless that was detached`(arguments: String, ends: Bool) async throws {
        let daemon = try StandInDaemon { $0.hasPrefix("POST") ? .submitted : .events }
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        await server.receive(RequestText.call("mayfly_run", arguments, more: Self.meta))
        let result = try #require(try await host.messages(1).first?["result"])
        #expect(result["isError"]?.bool == false)
        let told = try #require(result["structuredContent"])
        #expect(told["session"]?.text == "ses_01kazm5d1v0000000000000abc")
        #expect(told["state"]?.text == (ends ? "destroyed" : "queued"))
        #expect((told["next"]?.text?.contains("mayfly_get_session") == true) == !ends)
        let request = try #require(daemon.requests.first { $0.hasPrefix("POST") })
        #expect(request.contains(#""on_disconnect":"kill""#) == ends)
        // Of what is detached nobody waits for the events.
        #expect(daemon.requests.count == (ends ? 2 : 1))
        await server.stop()
    }

    @Test(arguments: [#"00-a"#, #"x"#, #"00\u000d\u000aX-Other: y"#])
    func `carries a trace, and nothing else that is called so`(text: String) async throws {
        let daemon = try StandInDaemon { $0.hasPrefix("POST") ? .submitted : .events }
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        let meta = Self.meta.replacing(#""_meta":{"#, with: #""_meta":{"traceparent":"\#(text)","#)
        await server.receive(RequestText.call("mayfly_run", #"{"script":"a"}"#, more: meta))
        let answer = try #require(try await host.messages(1).first)
        #expect(answer["result"]?["isError"]?.bool == false)
        let request = try #require(daemon.requests.first { $0.hasPrefix("POST") })
        #expect(request.contains("\r\ntraceparent: 00-a\r\n") == (text == "00-a"))
        #expect(request.contains("traceparent") == (text == "00-a"))
        #expect(!request.contains("X-Other"))
    }
}
