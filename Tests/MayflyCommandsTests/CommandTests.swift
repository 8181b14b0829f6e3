import Testing

@testable import MayflyCommands

@Suite("A command that looks at the daemon", .timeLimit(.minutes(10))) struct CommandTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"
    private static let session = #"{"id":"\#(id)","state":"running"}"#

    private static let profiles = """
        {"items":[{"name":"strict","summary":"small","network":"none","runtimes":{"python":{},"sh":{}},
        "limits":{"wall":"5s","cpus":"1","memory":"128Mi","pids":"32","disk":"32Mi"}}]}
        """
    private static let scripts = """
        {"items":[{"name":"team/a","versions":2,"latest":{"digest":"sha256:\(String(repeating: "0", count: 64))",
        "state":"proposed","runtime":"python"},"current":"sha256:\(String(repeating: "1", count: 64))"},
        {"name":"team/b","versions":1,"current":null}],"next_cursor":null}
        """

    private func words(_ line: Substring?) -> [String] { (line ?? "").split(separator: " ").map(String.init) }

    @Test func `lists the profiles in force`() async throws {
        let daemon = try FakeDaemon { request in (request == "GET /v1/profiles" ? 200 : 404, Self.profiles) }
        let table = try await CommandLineAnswer.of(["profile", "ls"], socket: daemon.path)
        let lines = table.output.split(separator: "\n")
        #expect(table.status == 0 && table.errors == "" && lines.count == 2)
        #expect(words(lines.first).first == "NAME")
        #expect(words(lines.last) == ["strict", "5s", "1", "128Mi", "32", "32Mi", "none", "python,sh", "small"])
        let names = try await CommandLineAnswer.of(["profile", "ls", "-q"], socket: daemon.path)
        #expect(names.status == 0 && names.output == "strict\n")
        let document = try await CommandLineAnswer.of(["profile", "ls", "--format", "jsonl"], socket: daemon.path)
        #expect(document.status == 0 && document.output.hasPrefix(#"{"name":"strict","summary":"small","#))
    }

    @Test func `lists the scripts with what their names run, and their newest versions`() async throws {
        let daemon = try FakeDaemon { request in (request.hasPrefix("GET /v1/scripts") ? 200 : 404, Self.scripts) }
        let table = try await CommandLineAnswer.of(["script", "ls"], socket: daemon.path)
        let lines = table.output.split(separator: "\n")
        #expect(table.status == 0 && table.errors == "" && lines.count == 3)
        #expect(words(lines.first) == ["NAME", "VERSIONS", "RUNS", "NEWEST", "STATE", "RUNTIME", "AGE"])
        let row = words(lines.dropFirst().first)
        #expect(row == ["team/a", "2", "sha256:111111111111…", "sha256:000000000000…", "proposed", "python", "-"])
        #expect(words(lines.last) == ["team/b", "1", "-", "-", "-", "-", "-"])
        let names = try await CommandLineAnswer.of(["script", "ls", "-q"], socket: daemon.path)
        #expect(names.status == 0 && names.output == "team/a\nteam/b\n")
    }

    @Test func `says which versions there are of it and of the daemon`() async throws {
        let version = #"{"version":"9.8.7","api":"v1","kernel":"6.1.0","cgroup":"v2"}"#
        let daemon = try FakeDaemon { request in (request == "GET /v1/version" ? 200 : 404, version) }
        let answer = try await CommandLineAnswer.of(["version"], socket: daemon.path)
        let lines = [
            "client   \(MayflyVersion.text)", "daemon   9.8.7", "api      v1", "kernel   6.1.0", "cgroup   v2",
        ]
        #expect(answer.status == 0 && answer.errors == "")
        #expect(answer.output == lines.map { "\($0)\n" }.joined())
        let document = try await CommandLineAnswer.of(["version", "--format", "jsonl"], socket: daemon.path)
        let own = #"{"version":"\#(MayflyVersion.text)"}"#
        #expect(document.status == 0 && document.output == #"{"client":\#(own),"daemon":\#(version)}"# + "\n")
    }

    private static let ends: [(options: [String], body: String)] = [
        ([], #"{"reason":"too long"}"#), (["--now"], #"{"reason":"too long","immediately":true}"#),
    ]

    @Test(arguments: ends)
    func `ends a session, with its grace or without`(options: [String], body: String) async throws {
        let daemon = try FakeDaemon { request in
            (request == "POST /v1/sessions/\(Self.id)/kill" ? 202 : 404, Self.session)
        }
        let arguments = ["kill", Self.id, "--reason", "too long"] + options
        let answer = try await CommandLineAnswer.of(arguments, socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "\(Self.id)\n" && answer.errors == "")
        #expect(daemon.requests.count == 1 && daemon.requests.first?.hasSuffix("\r\n\r\n\(body)") == true)
    }

    private static let queries: [(options: [String], output: String, errors: String)] = [
        ([], "?stream=stdout", "?stream=stderr"), (["-f"], "?stream=stdout&follow=1", "?stream=stderr&follow=1"),
    ]

    @Test(arguments: queries)
    func `prints what a session printed, each stream to its own`(
        options: [String],
        output: String,
        errors: String
    ) async throws {
        let logs = "GET /v1/sessions/\(Self.id)/logs"
        let session = #"{"id":"\#(Self.id)","state":"destroyed","stdout":{"bytes":4},"stderr":{"bytes":3}}"#
        let daemon = try FakeDaemon { request in
            if request == logs + output { return (200, "out\n") }
            if request == logs + errors { return (200, "err") }
            return (request == "GET /v1/sessions/\(Self.id)" ? 200 : 404, session)
        }
        let answer = try await CommandLineAnswer.of(["logs", Self.id] + options, socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "out\n" && answer.errors == "err")
    }
}
