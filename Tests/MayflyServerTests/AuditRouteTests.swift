import Foundation
import Glibc
import MayflyAPI
import MayflyAudit
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyServer

@Suite("The audit log's routes")
struct AuditRouteTests {
    /// The records, each read.
    private func records(_ server: TestServer) async throws -> [JSON] {
        _ = try await server.call("GET", "/v1/audit/checkpoint")
        let page = try await server.call("GET", "/v1/audit?limit=500").json
        return try (page["items"]?.elements ?? []).map { try JSONReader.read(Array(($0.text ?? "").utf8)) }
    }

    @Test func `record whatever decides what runs, in order`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let done = try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"}"#)
            #expect(done.json["verdict"]?.text == "ok")
            let refused = try await server.call(
                "POST",
                "/v1/sessions",
                #"{"script":"\#(script)","profile":"strict"}"#
            )
            #expect(refused.status == 403)
            let inline = try await server.call("POST", "/v1/sessions", #"{"code":"print(2)","runtime":"python"}"#)
            #expect(inline.code == "script_not_approved")
            let other = try await "b@\(server.propose("b"))"
            #expect(try await server.decide("rejections", other).status == 201)
            #expect(try await server.decide("deprecations", script).status == 201)
            let revocation = #"{"script":"\#(script)","reason":"test"}"#
            #expect(try await server.call("POST", "/v1/revocations", revocation).status == 201)
            #expect(try await server.call("POST", "/v1/revocations", revocation).status == 201)
            let records = try await records(server)
            let events = records.compactMap { $0["event"]?.text }.filter { $0 != "daemon_started" }
            let before = ["proposed", "approved", "started", "ended", "refused", "refused"]
            #expect(events == before + ["proposed", "rejected", "deprecated", "revoked"])
            #expect(records.compactMap { $0["rule"]?.text } == ["profile_not_approved", "script_not_approved"])
            #expect(events.count == records.count - 1, "the daemon's own start")
            checkDecisions(["rejected": other, "deprecated": script], in: records)
        }
    }

    /// The records of what a reviewer has decided say about which version, who, and why.
    private func checkDecisions(_ versions: [String: String], in records: [JSON]) {
        for (event, version) in versions {
            let record = records.first { $0["event"]?.text == event }
            let subject = [record?["script"]?.text, record?["digest"]?.text].compactMap(\.self).joined(separator: "@")
            #expect(subject == version, "\(event)")
            #expect(record?["by"]?.text == "uid \(getuid())" && record?["reason"]?.text == "because", "\(event)")
        }
    }

    @Test func `record each change of the trust files, also where nothing is launched`() async throws {
        try await TestServer.with { server in
            let file = server.trust.appending(path: "allowed_signers")
            let original = try Data(contentsOf: file)
            let changed = original + Data("# one more line\n".utf8)
            var digests: [JSON] = []
            for (count, bytes) in [changed, Data("no key\n".utf8), original].enumerated() {
                try bytes.write(to: file)
                for _ in 0..<100 where try await trustChanges(server).count == count {
                    try await Task.sleep(for: .milliseconds(50))
                }
                digests.append(try #require(try await trustChanges(server).last))
            }
            try #require(digests.count == 3)
            let line = "\(MerkleHash.digest(of: [UInt8](changed)).hexadecimal)  allowed_signers\n"
            let first = MerkleHash.digest(of: Array(line.utf8))
            #expect(digests[0]["to"]?.text == first.description)
            #expect(digests[1]["from"] == digests[0]["to"] && digests[1]["to"] == nil, "it cannot be read")
            #expect(digests[2]["to"] != nil && digests[2]["to"] != digests[0]["to"])
        }
    }

    @Test func `record a change of the trust files before the signature that counts by it`() async throws {
        try await TestServer.with { server in
            let file = server.trust.appending(path: "allowed_signers")
            for number in 0..<20 {
                let digest = try await server.propose("a", code: "echo \(number)")
                let signer = try TestSigner("signer-\(number)@test")
                let padding = String(repeating: "#", count: number + 1)
                try Data("\(padding)\n".utf8).write(to: file)
                #expect(try await server.approve("a", digest).code == "signature_refused")
                try Data("\(padding)\n\(signer.line)".utf8).write(to: file)
                #expect(try await server.approve("a", digest, by: signer).status == 201)
            }
            var (last, isNews, approvals): (JSON?, Bool, Int) = (nil, false, 0)
            for record in try await records(server) {
                switch record["event"]?.text {
                case "trust_changed":
                    #expect(last == nil || record["from"] == last, "each goes on from the one before: \(record)")
                    (last, isNews) = (record["to"], true)
                case "approved":
                    #expect(isNews, "the change that it counts by comes after it: \(record)")
                    (isNews, approvals) = (false, approvals + 1)
                default: break
                }
            }
            #expect(approvals == 20)
        }
    }

    @Test func `have in each start by which trust files it was let through`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let file = server.trust.appending(path: "allowed_signers")
            var bytes = try Data(contentsOf: file)
            for line in ["# one\n", "# another\n"] {
                bytes += Data(line.utf8)
                try bytes.write(to: file)
                #expect(try await server.run(script).json["verdict"]?.text == "ok")
                let sum = "\(MerkleHash.digest(of: [UInt8](bytes)).hexadecimal)  allowed_signers\n"
                let started = try await records(server).last { $0["event"]?.text == "started" }
                let trust = MerkleHash.digest(of: Array(sum.utf8)).description
                #expect(started?["trust"]?.text == trust, "\(started as Any)")
            }
        }
    }

    private func trustChanges(_ server: TestServer) async throws -> [JSON] {
        try await records(server).filter { $0["event"]?.text == "trust_changed" }
    }

    @Test func `record whoever is refused where no session is made`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let draft = try #require(try await server.statement("a", digest).json["statement"]?.text)
            let foreign = try TestSigner("nobody@test").sign(Array(draft.utf8))
            #expect(try await server.bring(draft, signature: foreign).code == "signature_refused")
            #expect(try await server.bring("{}", signature: foreign).code == "statement_refused")
            #expect(try await server.approve("a", digest).status == 201)
            let deprecation = #"{"script":"a@\#(digest)","reason":"old"}"#
            #expect(try await server.call("POST", "/v1/deprecations", deprecation).status < 300)
            #expect(try await server.call("POST", "/v1/sessions", #"{"script":"a"}"#).code == "script_deprecated")
            try Data("no key\n".utf8).write(to: server.trust.appending(path: "allowed_signers"))
            #expect(try await server.run(digest).code == "trust_unreadable")
            let refused = try await records(server).filter { $0["event"]?.text == "refused" }
            let rules = ["signature_refused", "statement_refused", "script_deprecated", "trust_unreadable"]
            #expect(refused.compactMap { $0["rule"]?.text } == rules, "\(refused)")
            #expect(refused.allSatisfy { $0["session"] == nil && $0["by"]?.text == "uid \(getuid())" })
            #expect([0, 2, 3].allSatisfy { refused[$0]["digest"]?.text == digest })
        }
    }

    @Test func `record a signature that is not taken, however much else was refused`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let draft = try #require(try await server.statement("a", digest).json["statement"]?.text)
            for _ in 0..<100 { _ = try await server.run(digest) }
            let foreign = try TestSigner("nobody@test").sign(Array(draft.utf8))
            #expect(try await server.bring(draft, signature: foreign).code == "signature_refused")
            let rules = try await records(server).compactMap { $0["rule"]?.text }
            #expect(rules.contains("script_not_approved") && rules.contains("signature_refused"), "\(rules)")
        }
    }

    @Test func `name the interpreter that starts a session, and not the one before an upgrade`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let digest = try #require(Digest(bytes: [UInt8](repeating: 8, count: 32)))
            server.warden.upgrade(to: digest)
            let done = try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"}"#)
            #expect(done.json["verdict"]?.text == "ok")
            let records = try await records(server)
            let started = records.filter { $0["event"]?.text == "started" }
            let ended = try #require(records.first { $0["event"]?.text == "ended" })
            let id = try #require(done.json["id"]?.text)
            #expect(started.count == 2 && started.allSatisfy { $0["session"]?.text == id }, "\(started)")
            #expect(started.map { $0.compactText.contains(digest.hexadecimal) } == [false, true], "\(started)")
            #expect(started[1]["index"] != nil && ended["start"] == started[1]["index"], "the one that holds")
            #expect(server.warden.begun == [try #require(SessionID(id))])
            let receipt = try await server.call("GET", "/v1/sessions/\(id)/receipt").json["statement"]?.text
            #expect(receipt?.contains(digest.hexadecimal) == true)
        }
    }

    @Test func `record kills and reloads, and who ordered them`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let created = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let id = try #require(created.json["id"]?.text)
            #expect(try await server.call("POST", "/v1/sessions/\(id)/kill", #"{"reason":"why"}"#).status == 202)
            _ = try await server.call("GET", "/v1/sessions/\(id)?wait=30s")
            #expect(try await server.call("POST", "/v1/reload", "{}").status == 200)
            var records: [JSON] = []
            for _ in 0..<100 where records.count(where: { ["killed", "reloaded"].contains($0["event"]?.text) }) < 2 {
                records = try await self.records(server)
            }
            let reloaded = try #require(records.first { $0["event"]?.text == "reloaded" })
            #expect(reloaded["by"]?.text == "uid \(getuid())" && reloaded["profiles"]?.text?.isEmpty == false)
            let killed = try #require(records.first { $0["event"]?.text == "killed" })
            #expect(killed["session"]?.text == id && killed["reason"]?.text == "why")
            #expect(killed["by"]?.text == "uid \(getuid())")
            let ended = try #require(records.first { $0["event"]?.text == "ended" })
            #expect(ended["verdict"]?.text == "killed" && ended["reason"]?.text == "why")
        }
    }

    @Test func `prove records, sizes and receipts to whoever has the key`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let done = try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"}"#)
            let id = try #require(done.json["id"]?.text)
            let current = try await server.call("GET", "/v1/audit/checkpoint").json
            let key = try #require(LogVerifierKey(noteText: current["log_key"]?.text ?? ""))
            let checkpoint = try Checkpoint(current["checkpoint"]?.text ?? "", key: key)
            let bundle = try ReceiptBundle(try await server.call("GET", "/v1/sessions/\(id)/receipt").json)
            #expect(try bundle.check(key: key).size >= bundle.index)
            var forged = bundle
            forged.statement[100] ^= 1
            #expect(throws: AuditError.self) { try forged.check(key: key) }
            forged = bundle
            forged.index += 1
            #expect(throws: AuditError.self) { try forged.check(key: key) }
            #expect(throws: AuditError.self) { try bundle.check(key: LogKey().verifier) }

            let size = checkpoint.head.size
            let page = try await server.call("GET", "/v1/audit?from=2&limit=1").json
            let leaf = page["items"]?.elements.first?.text ?? ""
            let proof = try await server.call("GET", "/v1/audit/proof?index=2&size=\(size)").json
            let hashes = (proof["proof"]?.elements ?? []).compactMap { $0.text.flatMap(Digest.init(hexadecimal:)) }
            let isIn = MerkleCheck.inclusion(
                of: MerkleHash.leaf(Array(leaf.utf8)),
                index: 2,
                size: size,
                root: checkpoint.head.root,
                proof: hashes
            )
            #expect(isIn)
            let consistency = try await server.call("GET", "/v1/audit/consistency?from=2&to=\(size)").json
            #expect(consistency["to_root"]?.text == checkpoint.head.root.hexadecimal)
        }
    }

    @Test(arguments: [
        "/v1/audit/proof", "/v1/audit/proof?index=99", "/v1/audit/proof?index=0&size=99", "/v1/audit/consistency",
        "/v1/audit/consistency?from=99", "/v1/audit/consistency?from=1&to=99", "/v1/audit?limit=0",
        "/v1/audit?limit=501", "/v1/audit?from=-1", "/v1/audit?from=9223372036854775808",
    ]) func `refuse numbers that mean nothing`(path: String) async throws {
        try await TestServer.with { server in
            let reply = try await server.call("GET", path)
            #expect(reply.status == 422 || reply.status == 400, "\(reply.body)")
        }
    }

    @Test func `are for auditors and operators`() async throws {
        let rule = RoleRule(operators: [1], approvers: [2], agents: [3], auditors: [4])
        #expect(rule.roles(uid: 5, groups: [4]) == [.auditor])
        #expect(rule.roles(uid: 5, groups: [1, 2, 3, 4]) == Set(Role.allCases))
        try await TestServer.with { server in
            let service = server.service
            for roles in Role.allCases.map({ [$0] }) + [[.agent, .approver]] {
                let caller = Caller(CallerIdentity(uid: 4242, gid: 1, pid: 1), roles: Set(roles))
                let attempts: [@Sendable () async throws -> Void] = [
                    { _ = try await service.auditLeaves(from: 0, limit: 1, for: caller) },
                    { _ = try await service.auditCheckpoint(for: caller) },
                    { _ = try await service.auditHistory(after: 0, limit: 1, for: caller) },
                    { _ = try await service.auditProof(of: 0, size: nil, for: caller) },
                    { _ = try await service.auditConsistency(from: 0, to: nil, for: caller) },
                ]
                let mayRead = !Set(roles).isDisjoint(with: [.auditor, .operatorRole])
                for (number, attempt) in attempts.enumerated() {
                    let isRefused = try await isForbidden(attempt)
                    #expect(isRefused != mayRead, "\(number) as \(roles)")
                }
            }
        }
    }

    /// Whether the service refuses this to whoever asks; not if it refuses for another reason, or not at all.
    private func isForbidden(_ attempt: () async throws -> Void) async throws -> Bool {
        do {
            try await attempt()
            return false
        } catch let error as ServiceError {
            return error.code == "forbidden"
        }
    }
}
