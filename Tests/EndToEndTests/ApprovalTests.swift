import Foundation
import MayflyAPI
import MayflyClient
import MayflyTestSupport
import Synchronization
import Testing

extension EndToEnd {
    @Suite("Only approved bytes run")
    struct Approvals {
        private func expect(_ wanted: String, _ body: () async throws -> Void) async throws {
            let found = try await refusal(of: body)
            #expect(found == wanted)
        }

        @Test func `one changed byte is another version`() async throws {
            try await TestDaemon.with { daemon in
                try await daemon.approve("test/script", "print('approved')")
                let changed = try await daemon.client.connect {
                    try await $0.propose("test/script", files: [("main.py", Array("print('Approved')".utf8))])
                }
                try await expect("script_not_approved") { _ = try await daemon.run("test/script@\(changed.digest)") }
                let session = try await daemon.run("test/script")
                #expect(session.stdoutText == "approved\n", "the bare name still means what was approved")
            }
        }

        @Test func `inline code runs only if its digest is approved`() async throws {
            try await TestDaemon.with { daemon in
                try await daemon.approve("test/inline", "print('inline')")
                let reply = try await daemon.client.connect { connection in
                    let session = try await connection.submit(SubmitOrder(.code("print('inline')", runtime: "python")))
                    return try await connection.finishedSession(session.id)
                }
                #expect(reply.verdictText == "ok")
                let refused = try await refusal {
                    _ = try await daemon.client.connect {
                        try await $0.submit(SubmitOrder(.code("print('other')", runtime: "python")))
                    }
                }
                #expect(refused == "script_not_approved")
            }
        }

        @Test func `the refusal of inline code tells its digest and how to ask, and that is enough`() async throws {
            try await TestDaemon.with { daemon in
                let file = daemon.root.appending(path: "tool.py")
                try Data("print('asked for')\n".utf8).write(to: file)
                func mayfly(_ arguments: [String]) throws -> Outcome {
                    try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket])
                }
                let run = ["run", "--code", file.path()]
                let refused = try mayfly(run)
                #expect(refused.status == 125 && refused.errors.contains("mayfly script add NAME FILE"))
                let digest = try #require(refused.errors.firstMatch(of: #/sha256:[0-9a-f]{64}/#)?.output)
                let added = try mayfly(["script", "add", "team/tool", file.path()])
                #expect(added.output.hasPrefix("team/tool@\(digest)\n"), "\(added.output)")
                #expect(try mayfly(run).status == 125, "proposed is not approved")
                let key = try daemon.keyFile()
                let approve = ["review", "approve", "team/tool@\(digest)", "--profile", "standard", "--key", key]
                #expect(try mayfly(approve).status == 0)
                #expect(try mayfly(run).output == "asked for\n")
                #expect(try mayfly(["script", "revoke", "team/tool@\(digest)", "--reason", "wrong"]).status == 0)
                #expect(try mayfly(run).status == 125)
            }
        }

        @Test func `an approval holds for its profiles and its time only`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve(
                    "test/narrow",
                    "print(1)",
                    profiles: ["standard"],
                    lifetime: "10s"
                )
                try await expect("profile_not_approved") { _ = try await daemon.run(digest) { $0.profile = "strict" } }
                #expect(try await daemon.run(digest).stdoutText == "1\n")
                let deadline = ContinuousClock.now + .seconds(40)
                var found = "none"
                while found == "none", ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(100))
                    found = try await refusal { _ = try await daemon.run(digest) }
                }
                #expect(found == "approval_expired")
            }
        }

        @Test func `a revoked version never runs again`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/revoked", "print(1)")
                _ = try await daemon.client.connect { try await $0.revoke(digest, reason: "wrong") }
                try await expect("script_revoked") { _ = try await daemon.run(digest) }
                try await expect("script_revoked") { try await daemon.approve("test/revoked", "print(1)") }
            }
        }

        @Test func `an author cannot approve unless the switch is on`() async throws {
            try await TestDaemon.with("selfApproval: false\n") { daemon in
                try await expect("self_approval") { _ = try await daemon.approve("test/own", "print(1)") }
            }
        }

        @Test(arguments: [0, 1, 2])
        func `a stored object that was changed is refused`(kind: Int) async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/stored", "print('good')")
                for object in try objects(daemon) { try damage(object, kind) }
                let session = try await daemon.run(digest)
                #expect(session.verdictText == "refused")
                #expect(session.detail("rule") == "bundle_damaged")
                #expect(session.stdoutText == "")
            }
        }

        @Test func `10,000 swaps of the stored object never make other bytes run`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/raced", "print('good')")
                let object = try #require(try objects(daemon).first)
                let good = try Data(contentsOf: object)
                let evil = Data("print('evil')".utf8)
                let swaps = Task.detached {
                    for turn in 0..<10_000 {
                        let other = object.deletingLastPathComponent().appending(path: "swap")
                        try (turn % 2 == 0 ? evil : good).write(to: other)
                        guard rename(other.path(), object.path()) == 0 else { throw POSIXError(.EIO) }
                        await Task.yield()
                    }
                }
                var (ran, refused) = (0, 0)
                let done = Mutex(false)
                let watcher = Task {
                    _ = await swaps.result; done.withLock { $0 = true }
                }
                while !done.withLock({ $0 }) {
                    let session = try await daemon.run(digest)
                    #expect(!session.stdoutText.contains("evil"))
                    if session.verdictText == "ok" { ran += 1 } else { refused += 1 }
                    if session.verdictText != "ok" { #expect(session.verdictText == "refused") }
                }
                await watcher.value
                try await swaps.value
                #expect(ran > 0 && refused > 0, "both sides of the race were seen: \(ran) ran, \(refused) refused")
            }
        }

        private func objects(_ daemon: TestDaemon) throws -> [URL] {
            let walk = FileManager.default.enumerator(
                at: daemon.stateDirectory.appending(path: "objects"),
                includingPropertiesForKeys: [.isRegularFileKey]
            )
            var files: [URL] = []
            while let url = walk?.nextObject() as? URL {
                if try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true { files.append(url) }
            }
            return files
        }

        /// Changes a byte, cuts the file, or puts a link in its place.
        private func damage(_ object: URL, _ kind: Int) throws {
            let bytes = try Data(contentsOf: object)
            try FileManager.default.removeItem(at: object)
            switch kind {
            case 0: try Data(bytes.map { $0 ^ 1 }).write(to: object)
            case 1: try bytes.dropLast().write(to: object)
            default:
                let other = object.deletingLastPathComponent().appending(path: "other")
                try Data("print('evil')".utf8).write(to: other)
                try FileManager.default.createSymbolicLink(at: object, withDestinationURL: other)
            }
        }
    }
}
