import Foundation
import Glibc
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// Cells that are there before the session that gets them.
    @Suite("A cell that is built ahead")
    struct AheadTests {
        private static func warden(_ warm: String, trust: [String: String]? = nil) throws -> TestWarden {
            try TestWarden(profiles: ["shut": TestProfile.ahead(warm)], trust: trust)
        }

        @Test func `has every control that one has which is built for its session`() throws {
            let text = "echo \"$MAYFLY_SESSION\"; cat /inputs/a; echo \"$@\"; cat; touch /script/x || touch /inputs/x"
            let cold = try TestWarden(profiles: ["shut": TestProfile.ahead("python: 1")])
            let warm = try Self.warden("cells: 1")
            try warm.awaitAhead(1)
            var controls: [[String]] = []
            for warden in [cold, warm] {
                var launch = try TestLaunch.ahead(text)
                launch.request.arguments = ["one", "two three"]
                launch.input = "standard input\n"
                launch.inputs = ["a": "file a\n"]
                let ended = try warden.run(launch)
                let expected = "\(launch.request.session)\nfile a\none two three\nstandard input\n"
                #expect(ended.output == expected)
                #expect(ended.error.contains("Read-only") && ended.report.verdict.name == .nonzeroExit)
                #expect(ended.report.destruction.isComplete)
                controls.append(ended.report.controls.map(\.name))
                #expect(ended.report.control("built_ahead") == (warden === warm ? "cell" : nil))
            }
            #expect(Set(controls[0]).union(["built_ahead"]) == Set(controls[1]))
        }

        @Test func `is used once, and another one takes its place`() throws {
            let warden = try Self.warden("cells: 2")
            var seen: Set<String> = []
            for _ in 0..<4 {
                try warden.awaitAhead(2)
                let ended = try warden.run(TestLaunch.ahead("echo >/work/file; ls /work /tmp /outputs"))
                #expect(ended.report.control("built_ahead") == "cell")
                #expect(ended.output == "/outputs:\n\n/tmp:\n\n/work:\nfile\n")
                #expect(ended.report.destruction.isComplete)
                seen.insert(ended.report.destruction.checked.first { $0.contains("mayfly-cell_") } ?? "none")
            }
            try warden.awaitAhead(2)
            #expect(seen.count == 4, "a number for each: \(seen)")
        }

        @Test func `is missed by nobody when many come at once`() throws {
            let warden = try Self.warden("cells: 2")
            try warden.awaitAhead(2)
            let a = try start("a", warden)
            let b = try start("b", warden)
            let c = try start("c", warden)
            let d = try start("d", warden)
            let ids = [a.id, b.id, c.id, d.id]
            let outputs = [try a.read().output, try b.read().output, try c.read().output, try d.read().output]
            #expect(outputs == ["a\n", "b\n", "c\n", "d\n"])
            let reports = try ids.map { try warden.report(of: $0) }
            #expect(reports.allSatisfy { $0.verdict.name == .ok && $0.destruction.isComplete })
            #expect(reports.filter { $0.control("built_ahead") == "cell" }.count >= 2)
        }

        private func start(_ text: String, _ warden: TestWarden) throws -> TestSession {
            try TestSession.launch(TestLaunch.ahead("sleep 0.2; echo \(text)"), on: warden)
        }

        @Test(arguments: ["limits", "variables", "workspace"])
        func `is not for whoever asks for something else`(what: String) throws {
            let profile = TestProfile.ahead("cells: 1, python: 1")
                .replacing("warm:", with: "workspace: {bytes: 64Ki, files: 8, lifetime: 1h, perOwner: 1}\n  warm:")
            let warden = try TestWarden(profiles: ["shut": profile])
            try warden.awaitAhead(2)
            var launch = try TestLaunch.ahead("print(1)", entry: "main.py")
            switch what {
            case "limits": launch.request.limits.memory = .mebibytes(100)
            case "variables": launch.request.environment = [.init("LANG", "C")]
            default: launch.request.workspace = .empty
            }
            let ended = try warden.run(launch)
            #expect(ended.output == "1\n")
            // An interpreter starts with its session's variables, in a cell that may have been there.
            #expect(ended.report.control("built_ahead") == (what == "variables" ? "cell" : nil))
        }

        @Test func `runs nothing before the daemon's word`() throws {
            let warden = try Self.warden("cells: 1, python: 1")
            try warden.awaitAhead(2)
            for (text, entry) in [("echo ran", "main.sh"), ("print('ran')", "main.py")] {
                var launch = try TestLaunch.ahead(text, entry: entry)
                launch.request.isHeld = true
                let session = try TestSession.launch(launch, on: warden)
                let id = session.id
                try warden.awaitMessage { if case .admitted(id, _) = $0 { true } else { false } }
                #expect(throws: TestWarden.Failure.self, "nothing more is said of it") { try warden.next(within: 400) }
                try warden.send(.start(session.id))
                let report = try warden.report(of: session.id)
                #expect(report.verdict.name == .ok && report.control("built_ahead") != nil)
                #expect(try session.read().output == "ran\n")
            }
        }

        @Test func `is ended with a kill order, and never ran`() throws {
            let warden = try Self.warden("cells: 1")
            try warden.awaitAhead(1)
            var launch = try TestLaunch.ahead("echo ran")
            launch.request.isHeld = true
            let session = try TestSession.launch(launch, on: warden)
            let id = session.id
            try warden.awaitMessage { if case .admitted(id, _) = $0 { true } else { false } }
            let order = KillOrder(session: session.id, cause: .killed(by: "uid 7", reason: "no"), immediately: false)
            try warden.send(.kill(order))
            let report = try warden.report(of: session.id)
            #expect(report.verdict.name == .killed && report.destruction.isComplete)
            #expect(try session.read().output == "")
        }

        /// Whether a process is there, and has not ended.
        private static func lives(_ pid: String) -> Bool {
            let status = HostTraces.text("/proc/\(pid)/status")
            return !status.isEmpty && !status.contains("\nState:\tZ")
        }

        @Test(arguments: ["main process", "pid 1"]) func `is never handed out dead`(who: String) throws {
            let warden = try Self.warden("cells: 1")
            let waiting = try warden.awaitAhead(1)
            let all = try HostTraces(of: warden).processes()
            let victims = who == "pid 1" ? Set(all).subtracting(waiting) : waiting
            for pid in victims { kill(try #require(pid_t(pid)), SIGKILL) }
            // A signal that was sent may take a moment on a busy machine; until then they are alive.
            Waiting.keepThread { !victims.contains(where: Self.lives) }
            let ended = try warden.run(TestLaunch.ahead("echo ran"))
            #expect(ended.output == "ran\n" && ended.report.verdict.name == .ok, "\(ended.report.verdict)")
            // It rests for a second, and builds another.
            #expect(try warden.awaitAhead(1).isDisjoint(with: waiting))
        }

        @Test(arguments: [SIGTERM, SIGKILL]) func `has no script that ends where what waits does, unseen`(signal: Int32)
            throws
        {
            let warden = try Self.warden("cells: 1")
            let waiting = try warden.awaitAhead(1)
            let first = try #require(Set(try HostTraces(of: warden).processes()).subtracting(waiting).first)
            let (main, keeper) = (try #require(waiting.first.flatMap { pid_t($0) }), try #require(pid_t(first)))
            // Pid 1 alone is looked at before a cell is handed out, and sees nothing now.
            kill(keeper, SIGSTOP)
            kill(main, signal)
            Waiting.keepThread { !Self.lives("\(main)") }
            var launch = try TestLaunch.ahead("echo ran")
            launch.request.isHeld = true
            let session = try TestSession.launch(launch, on: warden)
            let id = session.id
            try warden.awaitMessage { if case .admitted(id, _) = $0 { true } else { false } }
            // What it does next is to hand the cell out.
            try warden.awaitRest()
            kill(keeper, SIGCONT)
            let verdict = try warden.report(of: session.id).verdict
            #expect(verdict.name == .setupFailed && verdict.stage == "execute", "\(verdict)")
            #expect(verdict.signal == nil && verdict.exitCode == nil, "\(verdict)")
            #expect(try session.read().output == "")
        }

        @Test(arguments: ["profile", "trust", "what is shown"])
        func `goes when what it was built by changes`(what: String) throws {
            let planted = try TemplateTests.Planted()
            try planted.replace("before")
            let profile = TestProfile.ahead("cells: 1, python: 1")
                .replacing("/etc/ld.so.cache]", with: "/etc/ld.so.cache, \(planted.file.path())]")
            let warden = try TestWarden(profiles: ["shut": profile])
            let before = try warden.awaitAhead(2)
            switch what {
            case "profile":
                try warden.write(profile.replacing("pids: 16", with: "pids: 17"), to: "profiles/shut.yaml")
                try warden.send(.reload)
            case "trust": try warden.write("# changed\n", to: "trust/allowed_signers")
            default: try planted.replace("after")
            }
            // It looks once a second, ends them one by one, and builds others.
            let deadline = ContinuousClock.now + .seconds(20)
            var after = before
            while !after.isDisjoint(with: before), ContinuousClock.now < deadline {
                usleep(20_000)
                after = try warden.awaitAhead(2)
            }
            #expect(after.isDisjoint(with: before))
        }

        @Test func `rests when it cannot be made, and sessions do without`() throws {
            let voice = TestWardenVoice()
            let profile = TestProfile.ahead("python: 1, import: [no_such_module]")
            let warden = try TestWarden(profiles: ["shut": profile], launcher: voice.launcher)
            try voice.awaitWords("no cell is built ahead for profile shut, python for a while")
            let ended = try warden.run(TestLaunch.ahead("print(1)", entry: "main.py"))
            #expect(ended.output == "1\n" && ended.report.control("built_ahead") == nil)
            #expect(ended.report.verdict.name == .ok)
            // Without a rest it would be dozens.
            #expect(voice.count(of: "no cell is built ahead", within: .milliseconds(1500)) <= voice.mostTries)
        }

        @Test(arguments: ["the daemon goes", "the warden is killed"]) func `stays nowhere when`(what: String) throws {
            let warden = try Self.warden("cells: 2, python: 1")
            let traces = try HostTraces(of: warden)
            try warden.awaitAhead(3)
            if what == "the daemon goes" {
                warden.hangUp()
                #expect(warden.waitForEnd() == 0)
                #expect(traces.left(traces.afterwards) == [])
            } else {
                kill(warden.pid, SIGKILL)
                #expect(traces.left(traces.processes) == [])
                try warden.write(TestProfile.roomy, to: "profiles/shut.yaml")
                try warden.restart()
                #expect(traces.left(traces.now) == [])
            }
        }

        @Test func `gets no system call through that its profile refuses`() throws {
            let profile = TestProfile.ahead("cells: 1, python: 1", denied: "end")
            let warden = try TestWarden(profiles: ["shut": profile])
            try warden.awaitAhead(2)
            let text = "import ctypes\nprint('before', flush=True)\nctypes.CDLL(None).unshare(0)\nprint('after')"
            let ended = try warden.run(TestLaunch.ahead(text, entry: "main.py"))
            #expect(ended.report.verdict.name == .syscallDenied && ended.report.verdict.systemCall == "unshare")
            #expect(ended.output == "before\n" && ended.report.control("built_ahead") == "python")
        }
    }
}
