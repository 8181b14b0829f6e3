import Foundation
import Glibc
import MayflyAPI
import MayflyClient
import MayflyTestSupport
import Testing

extension EndToEnd {
    @Suite("The command line")
    struct CommandLine {
        private func mayfly(_ daemon: TestDaemon, _ arguments: [String], input: String? = nil) throws -> Outcome {
            try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket], input: input)
        }

        private func run(_ daemon: TestDaemon, _ options: [String], input: String? = nil) throws -> Outcome {
            try runProgram(Binaries.path("mayfly"), ["run", "--socket", daemon.socket] + options, input: input)
        }

        @Test func `exits as the script does, and says why when it did not choose to`() async throws {
            try await TestDaemon.with { daemon in
                let cases: [(code: String, limits: [String], status: Int32, says: String)] = [
                    ("echo out; echo err >&2", [], 0, ""), ("exit 7", [], 7, "exit code 7"),
                    ("kill -9 $$", [], 137, "SIGKILL"), ("kill -15 $$", [], 143, "SIGTERM"),
                    ("sleep 60", ["--limit", "wall=200ms"], 124, "wall_timeout"),
                    ("while :; do :; done", ["--limit", "cpu_time=200ms"], 137, "cpu_timeout"),
                ]
                for one in cases {
                    let digest = try await daemon.approve("test/cli", one.code, entry: "main.sh")
                    let outcome = try run(daemon, one.limits + [digest])
                    #expect(outcome.status == one.status, "\(one.code): \(outcome.errors)")
                    #expect(one.says.isEmpty || outcome.errors.contains(one.says), "\(outcome.errors)")
                    if one.status == 0 { #expect((outcome.output, outcome.errors) == ("out\n", "err\n")) }
                }
            }
        }

        @Test func `measures every stage of sessions, and stops at one that does not end well`() async throws {
            try await TestDaemon.with { daemon in
                let good = try await daemon.approve("test/good", "echo made >/outputs/made", entry: "main.sh")
                let bench = ["bench", "--number", "5", "--clients", "2", "--warm-up", "1"]
                let table = try mayfly(daemon, bench + [good])
                #expect(table.status == 0, "\(table.errors)")
                let stages = ["queue", "launch", "set up", "run", "collect", "destroy", "all"]
                let lines = table.output.split(separator: "\n")
                #expect(zip(stages, lines.dropFirst()).allSatisfy { $1.hasPrefix($0) }, "\(table.output)")
                #expect(lines.count == 9 && lines[8].hasPrefix("5 sessions, 2 at a time, in "), "\(table.output)")
                let outcome = try mayfly(daemon, bench + [good, "--format", "json"])
                let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
                let times = json?["times"] as? [String: [String: Double]]
                #expect(times?.count == 7 && times?.values.allSatisfy { $0["median"] ?? -1 >= 0 } == true)
                let bad = try mayfly(daemon, bench + [try await daemon.approve("test/bad", "exit 7", entry: "main.sh")])
                #expect(bad.status == 1 && bad.errors.contains("exit code 7"), "\(bad.errors)")
            }
        }

        @Test func `carries arguments, input, files, variables and artifacts`() async throws {
            try await TestDaemon.with { daemon in
                let code = """
                    import os, sys
                    print(sys.argv[1:], sys.stdin.read(), open('/inputs/data.txt').read(), os.environ['TZ'])
                    os.makedirs('/outputs/deep')
                    open('/outputs/deep/result.txt', 'w').write('made')
                    """
                let digest = try await daemon.approve("test/carry", code)
                let data = daemon.root.appending(path: "in.txt")
                try Data("filed".utf8).write(to: data)
                let output = daemon.root.appending(path: "out")
                let outcome = try run(
                    daemon,
                    [
                        "--stdin", "-", "--input", "\(data.path())=data.txt", "--env", "TZ=UTC", "--output-dir",
                        output.path(), digest, "--", "--flag", "a b",
                    ],
                    input: "typed"
                )
                #expect(outcome.output == "['--flag', 'a b'] typed filed UTC\n", "\(outcome.errors)")
                let result = try String(contentsOf: output.appending(path: "deep/result.txt"), encoding: .utf8)
                #expect(result == "made")
            }
        }

        @Test func `ends the session when it is interrupted`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/long", "import time; time.sleep(60)")
                let process = Process()
                process.executableURL = URL(filePath: Binaries.path("mayfly"))
                process.arguments = ["run", "--socket", daemon.socket, digest]
                process.standardError = FileHandle.nullDevice
                try process.run()
                var id: String?
                while id == nil {
                    let page = try await daemon.client.connect { try await $0.sessions(state: "running") }
                    id = page.items.first?.id
                    try await Task.sleep(for: .milliseconds(20))
                }
                process.interrupt()
                while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
                #expect(process.terminationStatus == 130)
                let session = try await daemon.finished(try #require(id))
                #expect(session.verdictText == "killed")
                #expect(session.detail("reason")?.contains("signal 2") == true)
            }
        }

        static let mistakes: [(arguments: [String], status: Int32)] = [
            (["run"], 125), (["run", "no/such/script"], 125), (["run", "../etc"], 125), (["run", "a@sha256:00"], 125),
            (["run", "x", "--limit", "memory"], 125), (["run", "x", "--limit", "memory=lots"], 125),
            (["run", "x", "--limit", "wall=0s"], 125), (["run", "x", "--limit", "nothing=1"], 125),
            (["run", "x", "--env", "=1"], 125), (["run", "x", "--input", "/no/such/file"], 125),
            (["run", "x", "--input", "/etc/hosts=../x"], 125), (["run", "x", "--profile", "nowhere"], 125),
            (["run", "x", "--stdin", "/no/such/file"], 125), (["run", "--code", "/no/such/file"], 125),
            (["run", "x", "--code", "/etc/hosts"], 125), (["run", "--nonsense"], 125),
            (["run", "x", "--label", "y"], 125),
            (["inspect", "ses_nothing"], 1), (["inspect"], 64), (["kill", "ses_00000000000000000000000000"], 1),
            (["artifacts", "ses_00000000000000000000000000"], 1), (["artifacts"], 64),
            (["artifacts", "ses_00000000000000000000000000", "--output", "/etc/hosts"], 1),
            (["ps", "--since", "x"], 64), (["ps", "--verdict", "x"], 64), (["run", "x", "--on-disconnect", "x"], 125),
            (["logs", "ses_00000000000000000000000000"], 1), (["wait", "nothing"], 125), (["wait"], 125),
            (["logs", "x", "--stream", "z"], 64),
            (["script", "add", "Bad Name", "/etc/hosts"], 64), (["script", "add", "x", "/no/such/file"], 1),
            (["script", "add", "x", "/dev/null"], 1), (["script", "approve", "x"], 64),
            (["script", "approve", "x", "--profile", "standard"], 64), (["review", "approve"], 64),
            (["review", "approve", "--statement", "/no/such/file", "--signature", "/x"], 1),
            (["review", "ls", "--state", "x"], 1), (["review", "ls", "--expiring", "soon"], 64),
            (["review", "diff", "nothing"], 1), (["review", "test", "x"], 64), (["script", "repin", "apr_x"], 1),
            (["script", "add", "x", "/etc/hosts", "--git"], 1), (["script", "log", "nothing"], 1),
            (["script", "show", "nothing"], 1),
            (["script", "revoke", "x"], 64), (["profile", "show", "nothing"], 1),
            (["profile", "check", "/no/such/file"], 1), (["config", "check", "/no/such/file"], 1),
            (["review", "trust", "--check", "/no/such/directory"], 1),
            (["ps", "--last", "-1"], 64), (["ps", "--last", "x"], 64),
            (["bench", "no/such/script"], 1), (["bench", "x", "--clients", "0"], 64), (["bench", "x", "-n", "0"], 64),
            (["version", "--format", "xml"], 64), (["nonsense"], 64),
        ]

        @Test func `answers every mistake with one clear error, and no crash`() async throws {
            try await TestDaemon.with { daemon in
                for (arguments, status) in Self.mistakes {
                    let outcome = try mayfly(daemon, arguments)
                    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
                    #expect(outcome.output.isEmpty, "\(arguments): \(outcome.output)")
                    let lines = outcome.errors.split(separator: "\n")
                    let errors = lines.indices.filter { index in
                        ["mayfly: ", "Error: "].contains { lines[index].hasPrefix($0) }
                    }
                    #expect(errors == [0] && lines[0].count > 15, "\(arguments): \(outcome.errors)")
                    #expect(!outcome.errors.contains("Fatal error"), "\(arguments): \(outcome.errors)")
                }
            }
        }

        @Test(arguments: [
            ("bash", "complete -o filenames -F _mayfly mayfly"), ("zsh", "#compdef mayfly"), ("fish", "complete -c"),
        ]) func `says how a shell completes its commands`(shell: String, says: String) throws {
            let outcome = try runProgram(Binaries.path("mayfly"), ["--generate-completion-script", shell])
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            for text in [says, "reload", "ttl"] { #expect(outcome.output.contains(text), "\(text)") }
        }

        @Test func `runs scripts without the program of the other commands, and says where that has to lie`()
            async throws
        {
            let place = URL(filePath: "/tmp/mayfly-alone-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(at: place) }
            let alone = place.appending(path: "mayfly").path()
            try FileManager.default.copyItem(atPath: Binaries.path("mayfly"), toPath: alone)
            try await TestDaemon.with { daemon in
                let script = try await daemon.approve("test/alone", "echo ran", entry: "main.sh")
                let run = try runProgram(alone, ["run", "--socket", daemon.socket, script])
                #expect(run.status == 0 && run.output == "ran\n", "\(run.errors)")
            }
            for (arguments, status) in [(["ps"], 1), (["--help"], 1), (["run", "--nonsense"], Int32(125))] {
                let other = try runProgram(alone, arguments)
                #expect(other.status == status && other.output.isEmpty, "\(arguments): \(other.errors)")
                #expect(other.errors.contains("\(place.path())/mayfly-commands"), "\(other.errors)")
            }
        }

        @Test func `says how to start a daemon that is not there`() throws {
            let outcome = try runProgram(Binaries.path("mayfly"), ["ps", "--socket", "/tmp/mayfly-nowhere.sock"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("not running"), "\(outcome.errors)")
            #expect(outcome.errors.contains("start"), "\(outcome.errors)")
        }
    }
}
