import Foundation
import MayflyJSON
import Testing

@Suite("The readiness") struct ReadinessTests {
    @Test func `says that nobody's signature counts, and which line is wrong`() async throws {
        try await TestServer.with { server in
            func trust() async throws -> (status: Int, check: JSON?) {
                let reply = try await server.call("GET", "/readyz")
                let checks = reply.json["checks"]?.elements ?? []
                return (reply.status, checks.first { $0["name"]?.text == "trust" })
            }
            let good = try await trust()
            #expect(good.status == 200 && good.check?["ok"]?.bool == true)
            #expect(good.check?["detail"]?.text?.contains(" keys, 0 revoked") == true)
            let file = server.trust.appending(path: "allowed_signers")
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data("\(text)ada namespaces=\n".utf8).write(to: file)
            let bad = try await trust()
            #expect(bad.status == 503 && bad.check?["ok"]?.bool == false)
            let line = text.split(separator: "\n").count + 1
            #expect(bad.check?["detail"]?.text?.contains("allowed_signers:\(line): ") == true, "\(bad)")
            try Data(text.utf8).write(to: file)
            #expect(try await trust().status == 200)
        }
    }
}
