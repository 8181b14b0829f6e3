import Foundation
import Glibc
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import MayflyService
import Testing

@Suite("The readiness", .timeLimit(.minutes(10))) struct ReadinessTests {
    /// What it says of the trust files.
    private func trust(_ server: TestServer) async throws -> (status: Int, isHolding: Bool?, detail: String) {
        let reply = try await server.call("GET", "/readyz")
        let check = (reply.json["checks"]?.elements ?? []).first { $0["name"]?.text == "trust" }
        return (reply.status, check?["ok"]?.bool, check?["detail"]?.text ?? "")
    }

    @Test(.requiresRoot) func `says that the disk is full, while no session is taken`() async throws {
        try await TestServer.with(disk: 16 << 20) { server in
            func store() async throws -> (status: Int, detail: String) {
                let reply = try await server.call("GET", "/readyz")
                let check = (reply.json["checks"]?.elements ?? []).first { $0["name"]?.text == "store" }
                return (reply.status, check?["detail"]?.text ?? "")
            }
            #expect(try await store().status == 200)
            let filler = server.trust.appending(path: "filler").path()
            var disk = statvfs()
            #expect(statvfs(server.trust.path(), &disk) == 0)
            // Less than the twentieth that is kept for ends of sessions.
            let free = Int(disk.f_bavail * disk.f_frsize) - (600 << 10)
            #expect(FileManager.default.createFile(atPath: filler, contents: Data(count: free)))
            let full = try await store()
            #expect(full.status == 503 && full.detail.contains("are kept for ends of sessions"), "\(full)")
            try FileManager.default.removeItem(atPath: filler)
            #expect(try await store().status == 200)
        }
    }

    /// Waits until it has a status.
    private func wait(for status: Int, _ server: TestServer) async throws {
        for _ in 0..<400 {
            if try await trust(server).status == status { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("the readiness is not \(status) after 20 s")
    }

    @Test func `says that nobody's signature counts, and which line is wrong`() async throws {
        try await TestServer.with { server in
            let good = try await trust(server)
            #expect(good.status == 200 && good.isHolding == true)
            #expect(good.detail.contains(" keys, 0 revoked"))
            let file = server.trust.appending(path: "allowed_signers")
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data("\(text)ada namespaces=\n".utf8).write(to: file)
            let bad = try await trust(server)
            #expect(bad.status == 503 && bad.isHolding == false)
            let line = text.split(separator: "\n").count + 1
            #expect(bad.detail.contains("allowed_signers:\(line): "), "\(bad)")
            try Data(text.utf8).write(to: file)
            #expect(try await trust(server).status == 200)
        }
    }

    @Test(.requiresRoot, arguments: TrustLoss.all.map(\.name))
    func `says what the warden would refuse, and so does the refusal of a session, once`(name: String) async throws {
        let loss = try #require(TrustLoss.all.first { $0.name == name })
        try await TestServer.with { server in
            let digest = try await server.propose()
            #expect(try await server.approve("a", digest).status == 201)
            #expect(try await server.run(digest).json["verdict"]?.text == "ok")
            #expect(try await trust(server).status == 200)
            try loss.inflict(server.trust.path())
            let bad = try await trust(server)
            #expect(bad.status == 503 && bad.isHolding == false, "\(bad)")
            let file = name.contains("other file") ? "/revoked_keys" : "/allowed_signers"
            #expect(bad.detail.contains(name.contains("the directory") ? "/trust" : file), "\(bad)")
            if name.contains("can write") || name.contains("be written") {
                #expect(bad.detail.contains("chmod go-w "), "\(bad)")
            }
            if name.contains("somebody else's") { #expect(bad.detail.contains("chown root:root "), "\(bad)") }
            let refused = try await server.run(digest)
            #expect(refused.status == 503 && refused.code == "trust_unreadable", "\(refused.body)")
            #expect(server.warden.launched.count == 1)
        }
    }

    @Test func `says that the warden cannot read the trust files, until it can, whether or not something is launched`()
        async throws
    {
        try await TestServer.with { server in
            server.warden.loseTrust()
            try await wait(for: 503, server)
            let bad = try await trust(server)
            #expect(bad.isHolding == false && bad.detail.contains("the warden says of trust"), "\(bad)")
            server.warden.findTrust()
            try await wait(for: 200, server)
            #expect(server.warden.launched.isEmpty)
        }
    }

    @Test func `is not all: the doctor says which line lets root approve what root has written`() async throws {
        try await TestServer.with(configure: { $0.allowsSelfApproval = false }) { server in
            let key = server.signers[0].key.publicKey.line
            let half = server.trust.appending(path: "local-approver.pub")
            try Data("\(key) mayfly local approver\n".utf8).write(to: half)
            func advice(calling principals: String) async throws -> [String] {
                let text = "# whose signatures count\n\(principals) namespaces=\"mayfly-approval\" \(key)\n"
                try Data(text.utf8).write(to: server.trust.appending(path: "allowed_signers"))
                #expect(try await trust(server).status == 200)
                let report = try await server.call("POST", "/v1/doctor", "{}").json
                return try #require(report["advice"]?.elements).compactMap(\.text)
            }
            for name in ["local-approver", "grace,ops@elsewhere"] {
                let lines = try await advice(calling: name)
                #expect(lines.count == 1 && lines[0].contains("allowed_signers:2: "), "\(lines)")
                #expect(lines.first?.contains("begin with '\(name),root' and not with '\(name)'") == true, "\(lines)")
            }
            for name in ["local-approver,root", "root@host", "Root,local-approver"] {
                #expect(try await advice(calling: name) == [], "\(name)")
            }
            let another = try TestSigner("local-approver").key.publicKey.line
            try Data("\(another)\n".utf8).write(to: half)
            #expect(try await advice(calling: "first") == [], "the key is not this host's own")
        }
    }
}
