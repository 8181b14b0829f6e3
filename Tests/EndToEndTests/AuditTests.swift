import Crypto
import Foundation
import Glibc
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing

extension EndToEnd {
    @Suite("The audit log")
    struct Audit {
        private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/verify-without-mayfly.sh").path()

        private func mayfly(_ daemon: TestDaemon, _ arguments: [String]) throws -> Outcome {
            try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket])
        }

        private func verify(_ directory: URL) throws -> Outcome {
            try runProgram("/usr/bin/bash", [Self.script, directory.path()])
        }

        @Test func `has what happened, and can be checked without Mayfly until one byte is changed`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/audited", "print('seen')")
                let session = try await daemon.run(digest)
                #expect(session.verdictText == "ok")
                let copy = daemon.root.appending(path: "export")
                let exported = try mayfly(daemon, ["audit", "export", copy.path()])
                #expect(exported.status == 0, "\(exported.errors)")
                let approvals = try FileManager.default.contentsOfDirectory(atPath: copy.path() + "/approvals")
                let approval = "approvals/\(try #require(approvals.first { $0.hasSuffix(".json") }))"
                let good = try verify(copy)
                #expect(good.status == 0, "\(good.output)\(good.errors)")
                for part in ["log: ", "receipts: 1 of the 1 ", "approvals: 1", "checkpoint: "] {
                    #expect(good.output.contains(part), "\(good.output)")
                }
                let receipt = "receipts/\(session.id).json"
                let signatures = ["checkpoint.sig", "checkpoint.note.sig", "\(receipt).sig", "\(approval).1.sig"]
                for name in ["log-000000000000.jsonl", "checkpoint", receipt, approval] + signatures {
                    for place in Place.allCases {
                        try Self.flip(copy.appending(path: name), place) {
                            let bad = try verify(copy)
                            #expect(bad.status == 1 && bad.errors.contains("FAILED"), "\(name): \(bad.output)")
                        }
                    }
                }
                let offline = ["audit", "verify", "--offline", copy.path(), "--key", "\(copy.path())/log.vkey"]
                let whole = try runProgram(Binaries.path("mayfly"), offline)
                #expect(whole.status == 0 && whole.output.contains("1 receipts, 1 approvals"), "\(whole.errors)")
                try checkWithoutSigners(copy, offline)
                try Self.flip(copy.appending(path: "log-000000000000.jsonl")) {
                    let bad = try runProgram(Binaries.path("mayfly"), offline)
                    #expect(bad.status == 1 && bad.errors.contains("record 1 "), "\(bad.errors)")
                }
                for name in [receipt, "\(receipt).sig", approval, "\(approval).1.sig"] {
                    try Self.flip(copy.appending(path: name)) {
                        let bad = try runProgram(Binaries.path("mayfly"), offline)
                        #expect(bad.status == 1, "\(name)")
                        #expect(
                            bad.errors.contains(": record ") && bad.errors.contains(" in \(name): "),
                            "\(bad.errors)"
                        )
                    }
                }
                let strangers = offline + ["--allowed-signers", "\(copy.path())/allowed_signers.log"]
                let nobody = try runProgram(Binaries.path("mayfly"), strangers)
                #expect(nobody.status == 1 && nobody.errors.contains("by no key"), "\(nobody.errors)")
                let believed = try mayfly(daemon, ["audit", "verify"])
                #expect(believed.output.contains("ok: ") && believed.errors.contains("the key was not given"))
                #expect(!whole.errors.contains("the key was not given"), "\(whole.errors)")
            }
        }

        /// A copy that does not say whose signatures count is not good: anybody could have signed.
        private func checkWithoutSigners(_ copy: URL, _ offline: [String]) throws {
            let (signers, aside) = (copy.appending(path: "allowed_signers"), copy.appending(path: "aside"))
            try FileManager.default.moveItem(at: signers, to: aside)
            let unknown = try runProgram(Binaries.path("mayfly"), offline)
            #expect(unknown.status == 1 && unknown.errors.contains("--allowed-signers"), "\(unknown.errors)")
            let given = try runProgram(Binaries.path("mayfly"), offline + ["--allowed-signers", aside.path()])
            #expect(given.status == 0, "\(given.errors)")
            let script = try verify(copy)
            #expect(script.status == 1 && script.errors.contains("there is no \(signers.path())"), "\(script.errors)")
            try FileManager.default.moveItem(at: aside, to: signers)
        }

        @Test func `has the digest of the settings by which the daemon started`() async throws {
            try await TestDaemon.with { daemon in
                var texts: [String] = []
                // Records are shown a moment after they were written.
                for _ in 0..<200 where texts.isEmpty {
                    let page = try await daemon.client.connect { try await $0.auditLeaves(from: 0, limit: 1) }
                    texts = (page["items"]?.elements ?? []).compactMap(\.text)
                    if texts.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
                }
                let start = try JSONReader.read(Array(try #require(texts.first).utf8))
                let settings = SHA256.hash(data: Data(TestDaemon.selfApproval.utf8))
                let digest = settings.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                #expect(start["event"]?.text == "daemon_started")
                #expect(start["settings"]?.text == "sha256:\(digest)")
            }
        }

        @Test func `misses a receipt where an older one is there`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/missed", "print('x')")
                let sessions = [try await daemon.run(digest).id, try await daemon.run(digest).id]
                let copy = daemon.root.appending(path: "export")
                #expect(try mayfly(daemon, ["audit", "export", copy.path()]).output.contains("2 receipts"))
                let offline = ["audit", "verify", "--offline", copy.path()]
                for (number, session) in sessions.enumerated().reversed() {
                    let file = copy.appending(path: "receipts/\(session).json")
                    let aside = daemon.root.appending(path: "aside")
                    try FileManager.default.moveItem(at: file, to: aside)
                    let (script, own) = (try verify(copy), try runProgram(Binaries.path("mayfly"), offline))
                    let isFound = number == 1
                    #expect(script.status == (isFound ? 1 : 0), "\(script.output)\(script.errors)")
                    #expect(own.status == script.status, "\(own.output)\(own.errors)")
                    #expect(isFound ? own.errors.contains("is missing") : own.output.contains("1 of 2 receipts"))
                    try FileManager.default.moveItem(at: aside, to: file)
                }
            }
        }

        @Test func `has a start before every session, one end after it, and a receipt that is proven`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/started", "print('x')")
                let session = try await daemon.run(digest)
                let receipt = try await daemon.client.connect { try await $0.receipt(session.id) }
                let leaf = try JSONReader.read(Array(try #require(receipt["leaf"]?.text).utf8))
                #expect(leaf["event"]?.text == "ended" && leaf["verdict"]?.text == "ok")
                let start = try #require(leaf["start"]?.integer)
                let page = try await daemon.client.connect { try await $0.auditLeaves(from: UInt64(start), limit: 1) }
                let started = try JSONReader.read(Array(try #require(page["items"]?.elements.first?.text).utf8))
                #expect(started["event"]?.text == "started" && started["session"]?.text == session.id)
                let file = daemon.root.appending(path: "receipt.json")
                try Data(receipt.compactText.utf8).write(to: file)
                let verify = ["receipt", "verify", file.path()]
                let good = try runProgram(Binaries.path("mayfly"), verify)
                #expect(good.status == 0 && good.errors.contains("the key was not given"), "\(good.errors)")
                let statement = try #require(receipt["statement"]?.text)
                let json = try JSONReader.read(Array(statement.utf8))
                let predicate = try #require(json["predicate"])
                #expect(predicate["plan"]?["sha256"]?.text?.utf8.count == 64)
                #expect(predicate["stdout"]?["digest"] != nil && predicate["destruction"]?["checked"] != nil)
                let forged = receipt.compactText.replacing(#"\"name\":\"ok\""#, with: #"\"name\":\"no\""#)
                try Data(forged.utf8).write(to: file)
                #expect(forged != receipt.compactText)
                #expect(try runProgram(Binaries.path("mayfly"), verify).status == 1)
            }
        }

        @Test func `is closed to agents, who see the receipts of their own sessions`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/roles", "print('x')")
                let session = try await daemon.run(digest)
                for path in ["/v1/audit", "/v1/audit/checkpoint", "/v1/audit/proof?index=0"] {
                    #expect(try daemon.ask("GET", path, uid: 54_321).code == "forbidden")
                }
                #expect(try daemon.ask("GET", "/v1/sessions/\(session.id)/receipt", uid: 54_321).status == 404)
                let body = JSON.object(["script": .string(digest)])
                let own = try daemon.ask("POST", "/v1/sessions?wait=30s", body, uid: 54_321)
                let id = try #require(own.json["id"]?.text, "\(own.json.prettyText)")
                let receipt = try daemon.ask("GET", "/v1/sessions/\(id)/receipt", uid: 54_321)
                #expect(receipt.status == 200, "\(receipt.json.prettyText)")
            }
        }

        @Test func `is refused at the start when it was changed or shortened`() async throws {
            let daemon = try TestDaemon()
            defer { daemon.remove() }
            try await daemon.start()
            _ = try await daemon.approve("test/kept", "print('x')")
            #expect(await daemon.stop() == 0)
            let log = daemon.stateDirectory.appending(path: "audit/log-000000000000.jsonl")
            let original = try Data(contentsOf: log)
            var changed = original
            changed[changed.startIndex + 60] ^= 1
            for (bytes, says) in [(changed, "record 0 "), (original.dropLast(200), "record ")] {
                try bytes.write(to: log)
                await #expect(throws: TestDaemon.StartFailure.self) { try await daemon.start() }
                #expect(daemon.log.contains("the audit log is damaged: \(says)"), "\(daemon.log)")
            }
            try original.write(to: log)
            try await daemon.start()
            #expect(await daemon.stop() == 0)
        }

        /// Where a byte is changed.
        private enum Place: CaseIterable {
            /// At the beginning of the second line, if there is one, or else in the middle.
            case second
            /// The end of the first line becomes another space, which ssh-keygen reads over in a signature.
            case lineEnd
            /// In the last line: of a checkpoint, its signature for tools that read notes.
            case last
        }

        /// Changes a byte for as long as `body` runs.
        private static func flip(_ file: URL, _ place: Place = .second, _ body: () throws -> Void) throws {
            let original = try Data(contentsOf: file)
            var changed = original
            let end = try #require(original.firstIndex(of: UInt8(ascii: "\n")))
            let second = end + 1
            switch place {
            case .lineEnd: changed[end] = 0x0b
            case .second: changed[second < original.count ? second : original.count / 2] ^= 1
            case .last: changed[original.count - 4] ^= 1
            }
            try changed.write(to: file)
            defer { try? original.write(to: file) }
            try body()
        }
    }
}
