import Foundation
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyJSON
import MayflyTestSupport
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
            // It is over before anybody can end it.
            Ending(
                verdict: "output_limit",
                code: "import os\nos.write(1, b'x' * 66000)\nos._exit(0)",
                profile: "strict",
                limits: [("output", "64Ki")],
                evidence: "reader counted 66000 bytes",
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
                let before = try await Self.settled(daemon)
                let session = try await daemon.run(digest) { order in
                    order.profile = ending.profile
                    order.limits = ending.limits
                }
                Self.check(session, against: ending)
                #expect(await before.leftovers(at: daemon) == [])
            }
        }

        /// What the record says of how a session ended.
        static func check(_ session: SessionReply, against ending: Ending) {
            #expect(session.verdictText == ending.verdict, "\(session.json.prettyText)")
            if ending.exitCode != nil || ending.signal != nil {
                #expect(session.exitCode == ending.exitCode)
                #expect(session.signal == ending.signal)
            }
            #expect(session.limitsHit == ending.limitsHit)
            if let limit = ending.limits.first, ending.verdict.hasSuffix("limit") || ending.verdict.hasSuffix("timeout")
            {
                #expect(session.detail("limit") == limit.value)
                checkMeasure(of: session, beside: limit.value)
            }
            checkEnd(of: session, says: ending.evidence)
        }

        /// The host after a first session, for which daemon and warden open what they keep.
        private static func settled(_ daemon: TestDaemon) async throws -> HostState {
            _ = try await daemon.run(try await daemon.approve("test/first", "print()"))
            return HostState.look(at: daemon)
        }

        /// What holds of every session that had a cell, whatever has ended it.
        private static func checkEnd(of session: SessionReply, says evidence: String) {
            let found = session.detail("evidence") ?? "none"
            #expect(found.contains(evidence), "\(found)")
            #expect(session.isDestroyed == true)
            #expect(session.leftovers == [])
            #expect(!session.checked.isEmpty)
        }

        /// What was observed is what the usage says; where that has no such thing, it is not the text of the limit.
        private static func checkMeasure(of session: SessionReply, beside limit: String) {
            let observed = session.detail("observed")
            switch session.verdictText {
            case "memory_limit": #expect(observed == bytes("memory_peak_bytes", of: session))
            case "disk_limit": #expect(observed == bytes("disk_bytes", of: session))
            // The kernel counts pid 1 of the cell, too.
            case "pids_limit": #expect(observed == session.usage("pids_peak").map { "\(Int($0) - 1)" })
            default: #expect(observed != nil && observed != limit, "\(observed ?? "nothing")")
            }
        }

        private static func bytes(_ name: String, of session: SessionReply) -> String? {
            session.usage(name).map { ByteCount.bytes(UInt64($0)).description }
        }

        @Test func `syscall_denied names the call, where the profile says that it ends a session`() async throws {
            let profiles = try ChangedProfiles.directory {
                $0.replacing("onDeniedCall: report", with: "onDeniedCall: end")
            }
            defer { try? FileManager.default.removeItem(at: profiles) }
            let daemon = try TestDaemon(arguments: ["--profiles", profiles.path()])
            defer { daemon.remove() }
            try await daemon.start()
            // 101 is ptrace.
            let code = "import ctypes\nctypes.CDLL(None).syscall(101, 0, 0, 0, 0)\nprint('after', flush=True)"
            let digest = try await daemon.approve("test/denied", code)
            let before = try await Self.settled(daemon)
            let session = try await daemon.run(digest)
            #expect(session.verdictText == "syscall_denied", "\(session.json.prettyText)")
            #expect(session.detail("syscall") == "ptrace")
            #expect(session.deniedCalls.contains { $0.name == "ptrace" })
            Self.checkEnd(of: session, says: "ptrace refused with EPERM")
            #expect(await before.leftovers(at: daemon) == [])
            #expect(await daemon.stop() == 0, "\(daemon.log)")
        }

        @Test func `killed names who and why`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/long", "import time; time.sleep(60)")
                let before = try await Self.settled(daemon)
                let session = try await daemon.submit(digest)
                _ = try await daemon.wait(session.id, until: .running)
                _ = try await daemon.client.connect {
                    try await $0.kill(session.id, reason: "no longer wanted", immediately: true)
                }
                let ended = try await daemon.finished(session.id)
                #expect(ended.verdictText == "killed")
                #expect(ended.detail("by") == "uid 0")
                #expect(ended.detail("reason") == "no longer wanted")
                Self.checkEnd(of: ended, says: "kill order from the daemon, for uid 0")
                #expect(await before.leftovers(at: daemon) == [])
            }
        }

        @Test func `revoked ends what runs and refuses what waits`() async throws {
            try await TestDaemon.with("selfApproval: true\nmaxSessions: 1\n") { daemon in
                let digest = try await daemon.approve("test/long", "import time; time.sleep(60)")
                let before = try await Self.settled(daemon)
                let running = try await daemon.submit(digest)
                _ = try await daemon.wait(running.id, until: .running)
                let waiting = try await daemon.submit(digest)
                let reply = try await daemon.client.connect { try await $0.revoke(digest, reason: "found a hole") }
                #expect(reply["sessions_killed"]?.integer == 1)
                #expect(reply["sessions_refused"]?.integer == 1)
                let killed = try await daemon.finished(running.id)
                #expect(killed.verdictText == "revoked")
                #expect(killed.detail("reason") == "found a hole")
                Self.checkEnd(of: killed, says: "kill order from the daemon, for uid 0")
                let refused = try await daemon.finished(waiting.id)
                #expect(refused.verdictText == "refused")
                #expect(refused.detail("rule") == "script_revoked")
                #expect(refused.detail("evidence") == "its approval was revoked while it waited")
                #expect(refused.isDestroyed == nil, "it never had a cell")
                #expect(await before.leftovers(at: daemon) == [])
            }
        }

        @Test func `setup_failed names the stage and the error`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/broken", files: [("main", ProgramExample.lost)])
                let before = try await Self.settled(daemon)
                let session = try await daemon.run(digest)
                #expect(session.verdictText == "setup_failed")
                #expect(session.detail("stage") == "execute")
                #expect(session.detail("errno") == "ENOENT", "the loader that it names is not in the cell")
                Self.checkEnd(of: session, says: "ENOENT")
                #expect(await before.leftovers(at: daemon) == [])
            }
        }

        @Test func `refused says the rule and never starts`() async throws {
            try await TestDaemon.with { daemon in
                let version = try await daemon.client.connect {
                    try await $0.propose("test/unapproved", files: [("main.py", Array("print(1)".utf8))])
                }
                let before = try await Self.settled(daemon)
                await #expect(throws: ClientError.self) { try await daemon.run("test/unapproved@\(version.digest)") }
                let page = try await daemon.client.connect { try await $0.sessions() }
                let session = try #require(page.items.first)
                #expect(session.verdictText == "refused")
                #expect(session.detail("rule") == "script_not_approved")
                #expect(session.detail("evidence")?.contains("is not approved") == true)
                #expect(session.json["started_at"] == nil)
                #expect(session.isDestroyed == nil, "it never had a cell")
                #expect(await before.leftovers(at: daemon) == [])
            }
        }
    }
}
