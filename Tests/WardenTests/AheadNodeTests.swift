import Foundation
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What a script can tell of a node that was there before it.
    @Suite("A node that was started ahead")
    struct AheadNodeTests {
        private static func warden(_ warm: String = "node: 2", denied: String = "report") throws -> TestWarden {
            try TestWarden(profiles: ["shut": TestProfile.node(warm, denied: denied)])
        }

        @Test func `runs a corpus as one that is started for it`() throws {
            let cold = try TestWarden(profiles: ["shut": TestProfile.node()])
            try TestCorpus.node.compare(cold, Self.warden(), atLeast: 35)
        }

        /// By its name, or by `package.json`, node decides how it loads a file.
        @Test(arguments: ["tool", "src/tool.mjs", "src/tool.cjs", "src/a b.js"])
        func `runs any file that a bundle names as one that is started for it`(entry: String) throws {
            let text = "console.log(process.argv, typeof require, new Error('here').stack);\nnull.x;\n"
            let about = "apiVersion: mayfly/v1\nkind: Script\ndescription: A test.\nentry: \(entry)\nruntime: node\n"
            var attempt = try TestAttempt()
            attempt.launch = try TestLaunch(text, entry: entry, more: ["mayfly.yaml": about])
            TestCorpus.node.limit(&attempt.launch)
            attempt.statement = TestStatement(attempt.launch)
            let warm = try TestWarden(profiles: ["shut": TestProfile.node("node: 1")], trust: attempt.trust)
            try warm.awaitInterpreters()
            let found = try warm.run(attempt.made())
            let cold = try TestWarden(profiles: ["shut": TestProfile.node()], trust: attempt.trust)
            let expected = try cold.run(attempt.made())
            #expect(found.report.control("built_ahead") == "node", "\(found.report.verdict)")
            #expect(found.output == expected.output && found.output.contains("/script/\(entry)"))
            #expect(found.error == expected.error && found.error.contains("TypeError"))
            #expect(found.report.verdict == expected.report.verdict)
        }

        @Test func `has random numbers of its own in each cell`() throws {
            let warden = try Self.warden()
            let text = "console.log(Math.random(), require('crypto').randomUUID())"
            var seen: Set<Substring> = []
            for _ in 0..<4 {
                try warden.awaitInterpreters(2)
                let (report, output, _) = try TestCorpus.node.run(text, in: warden)
                #expect(report.control("built_ahead") == "node")
                seen.formUnion(output.split(whereSeparator: \.isWhitespace))
            }
            #expect(seen.count == 8)
        }

        @Test func `runs nothing before the daemon's word, and without input`() throws {
            let warden = try Self.warden("node: 1")
            try warden.awaitInterpreters()
            var launch = try TestLaunch("console.log('ran', require('fs').readFileSync(0).length)", entry: "main.js")
            TestCorpus.node.limit(&launch)
            launch.request.isHeld = true
            let session = try TestSession.launch(launch, on: warden)
            let id = session.id
            try warden.awaitMessage { if case .admitted(id, _) = $0 { true } else { false } }
            #expect(throws: TestWarden.Failure.self, "nothing more is said of it") { try warden.next(within: 400) }
            try warden.send(.start(id))
            let report = try warden.report(of: id)
            #expect(report.verdict.name == .ok && report.control("built_ahead") == "node", "\(report.verdict)")
            #expect(try session.read().output == "ran 0\n")
        }

        @Test func `starts a session with nothing printed, used or refused`() throws {
            let warden = try Self.warden("node: 1")
            try warden.awaitInterpreters()
            let (report, output, error) = try TestCorpus.node.run("console.log('mine')", in: warden)
            #expect(report.control("built_ahead") == "node" && report.verdict.name == .ok, "\(report.verdict)")
            #expect(output == "mine\n" && error == "" && report.deniedCalls.isEmpty, "\(report.deniedCalls)")
            #expect(try #require(report.control("bootstrap")).hasPrefix("sha256:"))
            let (used, alone) = (try #require(report.usage.cpuTotal), try Self.cold())
            #expect(used * 2 < alone, "\(used) of \(alone): starting it is not the session's")
        }

        private static func cold() throws -> Duration {
            let warden = try TestWarden(profiles: ["shut": TestProfile.node()])
            return try #require(try TestCorpus.node.run("console.log('mine')", in: warden).report.usage.cpuTotal)
        }

        /// The call by which it was given its streams is refused like any other once it has them.
        @Test func `is given streams once, and no script is`() throws {
            let warden = try Self.warden("node: 1")
            try warden.awaitInterpreters()
            let text = """
                const fs = require('fs');
                const inode = () => [0, 1, 2].map((number) => fs.fstatSync(number).ino).join();
                const before = inode();
                fs.openSync('/script/main.js');
                for (let i = 0; i < 3; i++) {
                  try {
                    require('os').setPriority(0x6d617966, 19);
                    console.log('answered');
                  } catch (error) {
                    console.log(error.info.code, inode() === before);
                  }
                }
                """
            let (report, output, _) = try TestCorpus.node.run(text, in: warden)
            #expect(report.control("built_ahead") == "node")
            #expect(output == String(repeating: "EPERM true\n", count: 3))
            #expect(report.deniedCalls.map(\.name) == ["setpriority"] && report.deniedCalls.map(\.count) == [3])
        }

        @Test func `gets no system call through that its profile refuses`() throws {
            let warden = try Self.warden("node: 1", denied: "end")
            try warden.awaitInterpreters()
            let text = "console.log('before'); require('os').setPriority(0x6d617966, 19); console.log('after')"
            let (report, output, _) = try TestCorpus.node.run(text, in: warden)
            #expect(report.verdict.name == .syscallDenied && report.verdict.systemCall == "setpriority")
            #expect(output == "before\n" && report.control("built_ahead") == "node")
        }

        @Test func `is not for whoever sets variables, who gets a cell`() throws {
            let warden = try Self.warden("node: 1, cells: 1")
            try warden.awaitAhead(2)
            var launch = try TestLaunch("console.log(process.env.LANG)", entry: "main.js")
            TestCorpus.node.limit(&launch)
            launch.request.environment = [.init("LANG", "C")]
            let ended = try warden.run(launch)
            #expect(ended.output == "C\n" && ended.report.control("built_ahead") == "cell")
        }

        @Test func `rests where there is none, and other cells are built ahead all the same`() throws {
            let voice = TestWardenVoice()
            let profile = TestProfile.node("node: 1, cells: 1", path: "/usr/bin/no-node")
            let warden = try TestWarden(profiles: ["shut": profile], launcher: voice.launcher)
            try voice.awaitWords("no cell is built ahead for profile shut, node for a while")
            try warden.awaitAhead(1)
            var launch = try TestLaunch("echo ran")
            TestCorpus.node.limit(&launch)
            let ended = try warden.run(launch)
            #expect(ended.output == "ran\n" && ended.report.control("built_ahead") == "cell")
            // Without a rest it would be dozens.
            #expect(voice.count(of: "no cell is built ahead", within: .milliseconds(1500)) <= voice.mostTries)
        }
    }
}
