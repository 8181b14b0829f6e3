import Foundation
import Glibc
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// Real cells, one after the other, with the same files.
    @Suite("Workspaces") struct Workspaces {
        /// Runs a script in a workspace to its end.
        private func run(_ daemon: TestDaemon, _ code: String, in space: String) async throws -> SessionReply {
            try await daemon.runCode(code, entry: "main.sh") { $0.workspace = space }
        }

        private func outcome(_ session: SessionReply) -> String {
            session.json["workspace"]?["outcome"]?.text ?? "none"
        }

        private func create(_ daemon: TestDaemon, _ name: String, ttl: String? = nil) async throws -> JSON {
            try await daemon.client.connect { try await $0.createWorkspace(name: name, profile: nil, lifetime: ttl) }
        }

        private func directory(_ daemon: TestDaemon, _ workspace: JSON) -> String {
            daemon.stateDirectory.appending(path: "workspaces/\(workspace["id"]?.text ?? "none")").path()
        }

        @Test func `carry files from one cell to the next, and nothing else`() async throws {
            try await TestDaemon.with { daemon in
                let made = try await create(daemon, "steps")
                let empty = try #require(made["state"]?.text)
                let first = try await run(
                    daemon,
                    """
                    mkdir -p a/b 'with space' && echo one > a/b/file && printf '' > 'with space/empty' && echo x > .hidden
                    echo run > prog && chmod 4777 prog && mkdir hollow && echo t > /tmp/t && echo $HOME && ls -A /work | wc -l
                    """,
                    in: "steps"
                )
                #expect(first.stdoutText == "/tmp\n5\n", "\(first.json)")
                #expect(outcome(first) == "kept" && first.json["workspace"]?["before"]?.text == empty)
                let state = try #require(first.json["workspace"]?["after"]?.text)
                let second = try await run(
                    daemon,
                    """
                    cat a/b/file .hidden && stat -c '%a %u %n' prog a a/b && wc -c < 'with space/empty' && ls -A /work /tmp
                    echo two >> a/b/file && rm .hidden && mv prog a/moved && echo done
                    """,
                    in: made["id"]?.text ?? ""
                )
                let seen =
                    "one\nx\n644 1000 prog\n755 1000 a\n755 1000 a/b\n0\n/tmp:\n\n/work:\n.hidden\na\nprog\nwith space\ndone\n"
                #expect(second.stdoutText == seen)
                #expect(second.json["workspace"]?["before"]?.text == state && outcome(second) == "kept")
                let shown = try await daemon.client.connect { try await $0.workspace("steps") }
                let paths = shown["contents"]?.elements.compactMap { $0["path"]?.text }
                #expect(paths == ["a/b/file", "a/moved", "with space/empty"])
                #expect(shown["writers"]?.elements.count == 2 && shown["written_by"]?.text == second.id)
                let control = second.json["controls"]?.elements.first { $0["name"]?.text == "workspace" }
                #expect(control?["value"]?.text == state, "what the warden has hashed is what the daemon says")
                // Without the workspace, and in another one, nothing of it is there.
                _ = try await create(daemon, "other")
                #expect(try await run(daemon, "ls -A /work", in: "other").stdoutText == "")
                #expect(try await daemon.runCode("ls -A /work; echo $HOME", entry: "main.sh").stdoutText == "/work\n")
                try await checkCommands(daemon)
            }
        }

        private func checkCommands(_ daemon: TestDaemon) async throws {
            func mayfly(_ arguments: String...) throws -> Outcome {
                try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket])
            }
            #expect(try mayfly("workspace", "create", "cli", "--ttl", "1h").output == "cli\n")
            let digest = try await daemon.approve("test/cli", "echo hi > f; sleep 0; exit 3", entry: "main.sh")
            #expect(try mayfly("run", digest, "--workspace", "cli").status == 3)
            #expect(try mayfly("workspace", "ls").output.contains("cli "))
            #expect(try mayfly("workspace", "show", "cli").output.contains("f  3 B"))
            let link = try await daemon.approve("test/link", "ln -s / l", entry: "main.sh")
            #expect(try mayfly("run", link, "--workspace", "cli").errors.contains("l: symbolic link"))
            #expect(try mayfly("workspace", "rm", "cli", "other").output == "cli\nother\n")
            #expect(try mayfly("workspace", "show", "cli").errors.contains("there is no workspace 'cli'"))
        }

        /// What a script may leave, and the word that names it.
        private static let hostile: [(code: String, word: String)] = [
            ("ln -s /etc/passwd link", "symbolic link"), ("ln -s .. up", "symbolic link"), ("mkfifo pipe", "fifo"),
            ("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"sock\")'", "special file"),
            ("mkdir shut; echo x > shut/f; chmod 0 shut", "cannot be read"),
            ("echo x > f; chmod 0 f", "cannot be read"),
            ("i=0; while [ $i -lt 501 ]; do : > f$i; i=$((i+1)); done", "workspace files limit 500"),
            ("head -c 17000000 /dev/zero > big", "workspace bytes limit 16Mi"),
            ("truncate -s 20M sparse", "limit 16Mi"),
            ("python3 -c 'open(b\"bad\\xff\", \"w\")'", "its name is not one that can be kept"),
            ("python3 -c 'open(\"a\\nb\", \"w\")'", "its name is not one that can be kept"),
            ("python3 -c 'open(\"a\\\\\\\\b\", \"w\")'", "its name is not one that can be kept"),
            (
                "p=.; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do p=$p/d; mkdir $p; done",
                "directory too deep"
            ),
        ]

        @Test func `refuse as a whole what cannot be kept, name it, and keep what they had`() async throws {
            try await TestDaemon.with { daemon in
                let made = try await create(daemon, "w")
                let good = try await run(daemon, "echo good > kept; ln kept hard; chmod 6777 hard", in: "w")
                #expect(outcome(good) == "kept", "a hard link is a file of its own")
                let state = try #require(good.json["workspace"]?["after"]?.text)
                for (code, word) in Self.hostile {
                    let session = try await run(daemon, "echo bad > kept; echo new > new\n\(code)", in: "w")
                    let use = session.json["workspace"]
                    #expect(
                        session.verdictText == "ok" && use?["outcome"]?.text == "refused",
                        "\(code): \(session.json)"
                    )
                    #expect(
                        use?["refused"]?.elements.contains { $0["reason"]?.text?.contains(word) == true } == true,
                        "\(code): \(use ?? .null)"
                    )
                    #expect(use?["after"]?.text == state)
                }
                for (code, verdict) in [("kill -9 $$", "signaled"), ("head -c 90000000 /dev/zero > f", "nonzero_exit")]
                {
                    let session = try await run(daemon, "echo bad > kept\n\(code)", in: "w")
                    #expect(session.verdictText == verdict && session.json["workspace"]?["after"]?.text == state)
                }
                let late = try await daemon.runCode("echo bad > kept; sleep 9", entry: "main.sh") {
                    ($0.workspace, $0.limits) = ("w", [("wall", "300ms")])
                }
                #expect(late.verdictText == "wall_timeout" && outcome(late) == "discarded")
                #expect(
                    try await run(daemon, "cat kept; ls; stat -c %a hard", in: "w").stdoutText
                        == "good\nhard\nkept\n644\n"
                )
                let stored = try FileManager.default.subpathsOfDirectory(atPath: directory(daemon, made))
                #expect(stored.filter { $0.count > 60 }.count == 1, "what was refused is not kept either: \(stored)")
            }
        }

        @Test func `are their owner's alone, one session's at a time, and gone when they are deleted`() async throws {
            try await TestDaemon.with { daemon in
                let (owner, other) = (UInt32(54_011), UInt32(54_012))
                let code = try await daemon.approve("test/hold", "echo x > f; sleep 30", entry: "main.sh")
                let body: JSON = .object(["script": .string(code), "workspace": .string("w")])
                func ask(_ method: String, _ path: String, _ body: JSON? = nil, by uid: UInt32) throws
                    -> TestDaemon.Answer
                {
                    try daemon.ask(method, path, body, uid: uid)
                }
                let made = try ask("POST", "/v1/workspaces", .object(["name": .string("w")]), by: owner)
                #expect(made.status == 201, "\(made.json)")
                #expect(
                    try ask("POST", "/v1/workspaces", .object(["name": .string("w")]), by: owner).code
                        == "workspace_exists"
                )
                let id = try #require(made.json["id"]?.text)
                for name in ["w", id] {
                    #expect(try ask("GET", "/v1/workspaces/\(name)", by: other).status == 404)
                    #expect(try ask("DELETE", "/v1/workspaces/\(name)", by: other).code == "workspace_not_found")
                    let foreign: JSON = .object(["script": .string(code), "workspace": .string(name)])
                    #expect(try ask("POST", "/v1/sessions", foreign, by: other).code == "workspace_not_found")
                }
                #expect(try ask("GET", "/v1/workspaces", by: other).json["items"]?.elements.isEmpty == true)
                #expect(
                    try ask(
                        "POST",
                        "/v1/sessions",
                        .object(["script": .string(code), "workspace": .string(id)]),
                        by: 0
                    ).code == "workspace_not_found",
                    "files of others are not for an operator's sessions"
                )
                let running = try #require(try ask("POST", "/v1/sessions", body, by: owner).json["id"]?.text)
                _ = try await daemon.wait(running, until: .running)
                for path in ["/v1/sessions", "/v1/sessions?dry_run=true"] {
                    let refused = try ask("POST", path, body, by: owner)
                    #expect(refused.code == "workspace_in_use" || refused.json["rule"]?.text == "workspace_in_use")
                }
                #expect(try ask("DELETE", "/v1/workspaces/w", by: owner).code == "workspace_in_use")
                #expect(try ask("POST", "/v1/sessions/\(running)/kill", .object([]), by: owner).status == 202)
                let killed = try await daemon.finished(running)
                #expect(outcome(killed) == "discarded" && killed.verdictText == "killed")
                let path = directory(daemon, made.json)
                let kept = try await daemon.approve("test/keep", "echo x > f", entry: "main.sh")
                let use: JSON = .object(["script": .string(kept), "workspace": .string("w")])
                #expect(
                    try ask("POST", "/v1/sessions?wait=20s", use, by: owner).json["workspace"]?["outcome"]?.text
                        == "kept"
                )
                #expect(try FileManager.default.subpathsOfDirectory(atPath: path).contains { $0.count > 60 })
                #expect(try ask("GET", "/v1/workspaces", by: 0).json["items"]?.elements.count == 1)
                #expect(try ask("DELETE", "/v1/workspaces/\(id)", by: 0).status == 200, "operators may delete")
                #expect(!FileManager.default.fileExists(atPath: path))
                #expect(try ask("GET", "/v1/workspaces/w", by: owner).status == 404)
                #expect(try ask("POST", "/v1/sessions", use, by: owner).code == "workspace_not_found")
                // The checkpoint is after everything that is committed.
                _ = try ask("GET", "/v1/audit/checkpoint", by: 0)
                let leaves =
                    try ask("GET", "/v1/audit?limit=500", by: 0).json["items"]?.elements.compactMap(\.text) ?? []
                let gone = try #require(leaves.last { $0.contains(#""event":"workspace_destroyed""#) })
                let said = #""files_removed":1,"gone":true,"reason":"deleted","by":"uid 0""#
                #expect(gone.contains(id) && gone.contains(said), "\(gone)")
            }
        }

        @Test func `survive a daemon that is killed as they were before the session, and expire`() async throws {
            let daemon = try TestDaemon()
            defer { daemon.remove() }
            try await daemon.start()
            let made = try await create(daemon, "w")
            #expect(outcome(try await run(daemon, "echo before > f", in: "w")) == "kept")
            let code = try await daemon.approve("test/long", "echo after > f; sleep 30", entry: "main.sh")
            let session = try await daemon.submit(code) { $0.workspace = "w" }
            _ = try await daemon.wait(session.id, until: .running)
            daemon.signal(SIGKILL)
            _ = await daemon.waitForEnd()
            try await daemon.start()
            let cut = try await daemon.finished(session.id)
            #expect(cut.verdictText == "daemon_restart" && outcome(cut) == "discarded")
            #expect(try await run(daemon, "cat f", in: "w").stdoutText == "before\n", "the lock went with the daemon")
            let short = try await create(daemon, "short", ttl: "6s")
            #expect(outcome(try await run(daemon, "echo x > f", in: "short")) == "kept")
            let path = directory(daemon, short)
            for _ in 0..<1200 where FileManager.default.fileExists(atPath: path) {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(!FileManager.default.fileExists(atPath: path), "what expires is destroyed")
            // What a revoked script has written goes with it.
            let digest = try #require(
                try await daemon.client.connect { try await $0.workspace("w")["writers"]?.elements.first?.text }
            )
            _ = try await daemon.client.connect { try await $0.revoke(digest, reason: "bad") }
            await #expect(throws: (any Error).self) { try await daemon.client.connect { try await $0.workspace("w") } }
            #expect(!FileManager.default.fileExists(atPath: directory(daemon, made)))
            #expect(await daemon.stop() == 0)
        }
    }
}
