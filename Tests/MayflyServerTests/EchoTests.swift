import MayflyAPI
import MayflyJSON
import Testing

@testable import MayflyServer

@Suite("A refusal")
struct EchoTests {
    private static let long = String(repeating: "a", count: 500_000)
    private static let marks = "a" + String(repeating: "\u{301}", count: 200_000)

    @Test(arguments: [
        #""limits":{"pids":\#(String(repeating: "1", count: 500_000))}"#, #""limits":{"\#(long)":"1"}"#,
        #""limits":{"\#(marks)":"1"}"#, #""labels":{"\#(marks)":"1"}"#, #""env":{"\#(long)":"1"}"#,
        #""env":{"\#(marks)":"1"}"#, #""\#(marks)":1"#, #""\#(long)":1,"\#(long)":2"#, #""profile":"\#(long)""#,
    ])
    func `repeats no more than the beginning of what it was sent`(member: String) async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let reply = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)",\#(member)}"#)
            #expect([400, 422].contains(reply.status))
            #expect(reply.body.utf8.count < 2048, "\(reply.body.prefix(200))")
        }
    }

    @Test func `of a long path or parameter is short too`() async throws {
        let long = String(repeating: "a", count: 10_000)
        try await TestServer.with { server in
            for target in [
                "/\(long)", "/v1/scripts/\(long)", "/v1/profiles/\(long)", "/v1/sessions/\(long)",
                "/v1/sessions?\(long)=1",
                "/v1/sessions?limit=\(long)", "/v1/sessions?%zz\(long)",
            ] {
                let reply = try await server.call("GET", target)
                #expect([404, 422].contains(reply.status), "\(target.prefix(40))")
                #expect(reply.body.utf8.count < 2048, "\(target.prefix(40))")
            }
        }
    }

    @Test func `is bounded, whatever it is made of`() {
        let text = String(repeating: "é", count: 1 << 20)
        var problem = ProblemReply.tooBusy
        (problem.detail, problem.hint) = (text, text)
        problem.faults = (0..<32).map { _ in RequestFault(text, text) }
        #expect(problem.json(requestID: "id", instance: text).compactText.utf8.count < 64 * 1024)
    }
}
