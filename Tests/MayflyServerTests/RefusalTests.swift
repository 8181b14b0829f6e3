import MayflyAPI
import MayflyJSON
import MayflyService
import Testing

@Suite("A refused submission")
struct RefusalTests {
    private static let script = #"{"name":"a","files":[{"path":"main.sh","content":"echo"}]}"#

    @Test func `leaves a record behind, but not when it is too large`() async throws {
        try await TestServer.with { server in
            _ = try await server.call("POST", "/v1/scripts", Self.script)
            #expect(try await server.call("POST", "/v1/sessions", #"{"script":"a"}"#).code == "script_not_approved")
            let arguments = Array(repeating: "\"\(String(repeating: "x", count: 30_000))\"", count: 3)
            let large = #"{"script":"a","args":[\#(arguments.joined(separator: ","))]}"#
            let reply = try await server.call("POST", "/v1/sessions", large)
            #expect(reply.status == 422)
            #expect(reply.code == "invalid_request")
            let files = #"{"script":"a","stdin":"x","files":[{"path":"b","content":""}]}"#
            #expect(try await server.call("POST", "/v1/sessions", files).code == "script_not_approved")
            let kept = try await server.call("GET", "/v1/sessions").json["items"]?.elements ?? []
            #expect(kept.count == 2)
            for id in kept.compactMap({ $0["id"]?.text }) {
                let session = try await server.call("GET", "/v1/sessions/\(id)").json
                #expect(session["inputs"]?.elements.isEmpty == true)
            }
        }
    }

    @Test func `is forgotten as other sessions are`() async throws {
        try await TestServer.with(configure: { ($0.keptSessions, $0.recordedRefusals) = (3, 64) }) { server in
            _ = try await server.call("POST", "/v1/scripts", Self.script)
            for _ in 0..<64 { _ = try await server.call("POST", "/v1/sessions", #"{"script":"a"}"#) }
            #expect(try await server.call("GET", "/v1/sessions").json["items"]?.elements.count == 3)
        }
    }
}
