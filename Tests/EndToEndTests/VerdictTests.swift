import Foundation
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyJSON
import Testing

extension EndToEnd {
    /// One way to end: the script, the limits, and what the record must say.
    struct Ending: Sendable, CustomTestStringConvertible {
        let verdict: String
        let code: String
        var entry = "main.py"
        var profile = "standard"
        var limits: [(name: String, value: String)] = []
        /// A part of the evidence.
        let evidence: String
        var exitCode: Int32?
        var signal: Int32?
        var limitsHit: [String] = []

        var testDescription: String { "\(verdict) by \(code.prefix(40)) under \(profile)" }
    }

    @Suite("Every verdict, by a real session")
    struct Verdicts {
        static let endings = [
            Ending(verdict: "ok", code: "print('hello')", evidence: "exited with code 0", exitCode: 0),
            Ending(verdict: "ok", code: "echo shell", entry: "main.sh", evidence: "exited with code 0", exitCode: 0),
            Ending(verdict: "nonzero_exit", code: "raise SystemExit(7)", evidence: "exited with code 7", exitCode: 7),
            // 137 by exit is an exit: it must not be taken for a kill.
            Ending(
                verdict: "nonzero_exit",
                code: "exit 137",
                entry: "main.sh",
                evidence: "exited with code 137",
                exitCode: 137
            ),
            Ending(
                verdict: "signaled",
                code: "import os; os.kill(os.getpid(), 11)",
                evidence: "signal 11",
                signal: 11
            ),
            Ending(
                verdict: "wall_timeout",
                code: "import time; time.sleep(60)",
                limits: [("wall", "300ms")],
                evidence: "timer fired",
                limitsHit: ["wall"]
            ),
            Ending(
                verdict: "wall_timeout",
                code: "trap '' TERM; while :; do sleep 1; done",
                entry: "main.sh",
                limits: [("wall", "300ms")],
                evidence: "timer fired",
                limitsHit: ["wall"]
            ),
            Ending(
                verdict: "cpu_timeout",
                code: "while True: pass",
                limits: [("cpu_time", "300ms")],
                evidence: "of processor time",
                limitsHit: ["cpu_time"]
            ),
            Ending(
                verdict: "memory_limit",
                code: "x = bytearray(512 << 20)\nfor i in range(0, len(x), 4096): x[i] = 1",
                limits: [("memory", "64Mi")],
                evidence: "oom",
                limitsHit: ["memory"]
            ),
            Ending(
                verdict: "pids_limit",
                code: "import os, time\nfor i in range(500):\n    if os.fork() == 0: time.sleep(30)",
                profile: "strict",
                limits: [("pids", "16")],
                evidence: "pids",
                limitsHit: ["pids"]
            ),
            Ending(
                verdict: "disk_limit",
                code: "f = open('/work/big', 'wb')\nwhile True: f.write(b'x' * 65536)",
                profile: "strict",
                limits: [("disk", "1Mi")],
                evidence: "scratch",
                limitsHit: ["disk"]
            ),
            Ending(
                verdict: "output_limit",
                code: "while True: print('x' * 1000)",
                profile: "strict",
                limits: [("output", "64Ki")],
                evidence: "reader counted",
                limitsHit: ["output"]
            ),
            // What a script survives is reported, and does not change why it ended.
            Ending(
                verdict: "ok",
                code:
                    "try:\n    f = open('/work/big', 'wb', buffering=0)\n    while True: f.write(b'x' * 65536)\nexcept OSError: pass",
                limits: [("disk", "1Mi")],
                evidence: "exited with code 0",
                exitCode: 0,
                limitsHit: ["disk"]
            ),
            Ending(
                verdict: "nonzero_exit",
                code: "f = open('/work/big', 'wb', buffering=0)\nwhile True: f.write(b'x' * 65536)",
                limits: [("disk", "1Mi")],
                evidence: "exited with code 1",
                exitCode: 1,
                limitsHit: ["disk"]
            ),
            Ending(
                verdict: "ok",
                code: "print('x' * 200000)",
                limits: [("output", "64Ki")],
                evidence: "exited with code 0",
                exitCode: 0,
                limitsHit: ["output"]
            ),
        ]

        @Test(arguments: endings)
        func `carries its evidence, and leaves nothing`(ending: Ending) async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/ending", ending.code, entry: ending.entry)
                _ = try await daemon.run(try await daemon.approve("test/first", "print()"))
                let before = HostState.look(at: daemon)
                let session = try await daemon.run(digest) { order in
                    order.profile = ending.profile
                    order.limits = ending.limits
                }
                #expect(session.verdictText == ending.verdict, "\(session.json.prettyText)")
                #expect(
                    session.detail("evidence")?.contains(ending.evidence) == true,
                    "\(session.detail("evidence") ?? "none")"
                )
                if ending.exitCode != nil || ending.signal != nil {
                    #expect(session.exitCode == ending.exitCode)
                    #expect(session.signal == ending.signal)
                }
                #expect(session.limitsHit == ending.limitsHit)
                if let limit = ending.limits.first,
                    ending.verdict.hasSuffix("limit") || ending.verdict.hasSuffix("timeout")
                {
                    #expect(session.detail("limit") == limit.value)
                    #expect(session.detail("observed")?.isEmpty == false)
                }
                #expect(session.isDestroyed == true)
                #expect(session.leftovers == [])
                #expect(!session.checked.isEmpty)
                #expect(await before.leftovers(at: daemon) == [])
            }
        }

        @Test func `killed names who and why`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/long", "import time; time.sleep(60)")
                let session = try await daemon.submit(digest)
                _ = try await daemon.wait(session.id, until: .running)
                _ = try await daemon.client.connect {
                    try await $0.kill(session.id, reason: "no longer wanted", immediately: true)
                }
                let ended = try await daemon.finished(session.id)
                #expect(ended.verdictText == "killed")
                #expect(ended.detail("by") == "uid 0")
                #expect(ended.detail("reason") == "no longer wanted")
                #expect(ended.leftovers == [])
            }
        }

        @Test func `revoked ends what runs and refuses what waits`() async throws {
            try await TestDaemon.with("selfApproval: true\nmaxSessions: 1\n") { daemon in
                let digest = try await daemon.approve("test/long", "import time; time.sleep(60)")
                let running = try await daemon.submit(digest)
                _ = try await daemon.wait(running.id, until: .running)
                let waiting = try await daemon.submit(digest)
                let reply = try await daemon.client.connect { try await $0.revoke(digest, reason: "found a hole") }
                #expect(reply["sessions_killed"]?.integer == 1)
                #expect(reply["sessions_refused"]?.integer == 1)
                let killed = try await daemon.finished(running.id)
                #expect(killed.verdictText == "revoked")
                #expect(killed.detail("reason") == "found a hole")
                let refused = try await daemon.finished(waiting.id)
                #expect(refused.verdictText == "refused")
                #expect(refused.detail("rule") == "script_revoked")
                #expect(refused.isDestroyed == nil, "it never had a cell")
            }
        }

        @Test func `setup_failed names the stage and the error`() async throws {
            try await TestDaemon.with { daemon in
                // An ELF file whose loader does not exist in the cell: exec is the step that fails.
                let digest = try await daemon.approve("test/broken", "not a program", entry: "main")
                let session = try await daemon.run(digest)
                #expect(session.verdictText == "setup_failed")
                #expect(session.detail("stage") == "execute")
                #expect(session.detail("errno") == "ENOEXEC")
                #expect(session.leftovers == [])
            }
        }

        @Test func `refused says the rule and never starts`() async throws {
            try await TestDaemon.with { daemon in
                let version = try await daemon.client.connect {
                    try await $0.propose("test/unapproved", files: [("main.py", Array("print(1)".utf8))])
                }
                await #expect(throws: ClientError.self) { try await daemon.run("test/unapproved@\(version.digest)") }
                let page = try await daemon.client.connect { try await $0.sessions() }
                let session = try #require(page.items.first)
                #expect(session.verdictText == "refused")
                #expect(session.detail("rule") == "script_not_approved")
                #expect(session.json["started_at"] == nil)
            }
        }
    }
}
