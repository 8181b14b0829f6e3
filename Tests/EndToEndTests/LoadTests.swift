import Foundation
import MayflyAPI
import MayflyClient
import MayflyJSON
import Testing

extension EndToEnd {
    @Suite("Many sessions")
    struct Load {
        @Test func `32 at once are apart from each other, and all right`() async throws {
            // Whatever the host has: this is about cells, not about their memory.
            try await TestDaemon.with("selfApproval: true\nbudget: {memory: 16Gi, cpu: 32}\n") { daemon in
                let code = """
                    import os, sys, time
                    name = sys.argv[1]
                    open('/work/mine', 'w').write(name)
                    time.sleep(4)
                    spaces = ' '.join(os.readlink('/proc/self/ns/' + kind) for kind in ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'])
                    print(name, open('/work/mine').read(), open('/proc/self/uid_map').read().split()[1], spaces)
                    """
                let digest = try await daemon.approve("test/many", code)
                // The first session opens what the daemon keeps, such as a timer.
                _ = try await daemon.run(digest) { $0.arguments = ["first"] }
                let before = HostState.look(at: daemon)
                let sessions = try await withThrowingTaskGroup(of: (Int, SessionReply).self) { group in
                    for number in 0..<32 {
                        group.addTask {
                            (number, try await daemon.run(digest) { $0.arguments = ["session-\(number)"] })
                        }
                    }
                    return try await group.reduce(into: [Int: SessionReply]()) { $0[$1.0] = $1.1 }
                }
                var spaces: Set<String> = []
                for (number, session) in sessions {
                    #expect(session.verdictText == "ok", "\(session.json.prettyText)")
                    let words = session.stdoutText.split(separator: " ").map { $0.trimmingCharacters(in: .newlines) }
                    #expect(words.count == 10, "\(session.stdoutText)")
                    #expect(words.prefix(2) == ["session-\(number)", "session-\(number)"])
                    spaces.formUnion(words.dropFirst(3))
                }
                #expect(sessions.count == 32)
                let starts = sessions.values.compactMap { $0.json["started_at"]?.text }
                let ends = sessions.values.compactMap { $0.json["finished_at"]?.text }
                let (lastStart, firstEnd) = (starts.max() ?? "never", ends.min() ?? "")
                #expect(lastStart < firstEnd, "all of them lived at once")
                let ids = sessions.values.compactMap { session in
                    session.json["controls"]?.elements.first { $0["name"]?.text == "host_uid" }?["value"]?.text
                }
                #expect(Set(ids).count == 32, "every session has a host user id of its own")
                #expect(spaces.count == 32 * 7, "every namespace of every session is its own")
                #expect(await before.leftovers(at: daemon) == [])
            }
        }

        @Test func `256 clients with long and short ones are all served, each with its own`() async throws {
            let places = "maxConnections: 512\nmaxConnectionsPerUser: 512\nmaxQueue: 512\n"
            try await TestDaemon.with("selfApproval: true\nbudget: {memory: 16Gi, cpu: 32}\n\(places)") { daemon in
                let code = "sleep \"$1\"; echo \"$2\""
                let digest = try await daemon.approve("test/mixed", code, entry: "main.sh")
                _ = try await daemon.run(digest) { $0.arguments = ["0", "first"] }
                let before = HostState.look(at: daemon)
                let sessions = try await withThrowingTaskGroup(of: SessionReply.self) { group in
                    for number in 0..<256 {
                        group.addTask {
                            let time = number % 4 == 0 ? "1" : "0"
                            let session = try await daemon.run(digest) { $0.arguments = [time, "\(number)"] }
                            #expect(session.verdictText == "ok", "\(session.json.prettyText)")
                            #expect(session.stdoutText == "\(number)\n")
                            return session
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(sessions.map(\.id)).count == 256)
                #expect(await before.leftovers(at: daemon) == [])
            }
        }

        @Test func `1,000 in a row leave nothing, and neither the daemon nor the warden larger`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await beginRow(on: daemon)
                let before = HostState.look(at: daemon)
                _ = try await run(1_000, digest, on: daemon)
                #expect(await before.leftovers(at: daemon) == [])
            }
        }

        /// Cells that wait are nobody's leftovers: what is left is looked for when the daemon has ended.
        @Test func `1,000 in a row leave nothing where cells are built ahead`() async throws {
            let before = HostState.look()
            let profiles = try ChangedProfiles.directory { $0 + "  warm: {cells: 4}\n" }
            defer { try? FileManager.default.removeItem(at: profiles) }
            let daemon = try TestDaemon(TestDaemon.selfApproval, arguments: ["--profiles", profiles.path()])
            defer { daemon.remove() }
            try await daemon.start()
            let sessions = try await run(1_000, beginRow(on: daemon), on: daemon)
            let ahead = sessions.count { $0.control("built_ahead") == "cell" }
            #expect(ahead >= 100, "\(ahead) sessions had one")
            #expect(await daemon.stop() == 0, "\(daemon.log)")
            #expect(await before.leftovers(at: nil) == [])
        }

        /// What is made at first use is there when the count begins.
        private func beginRow(on daemon: TestDaemon) async throws -> String {
            let code = "[ ! -e /inputs/in ] || cat /inputs/in > /outputs/out"
            let digest = try await daemon.approve("test/row", code, entry: "main.sh")
            for number in 0..<50 { _ = try await runInRow(number, digest, on: daemon) }
            return digest
        }

        /// Runs so many, one after the other, and looks how much larger the daemon and its warden are.
        private func run(_ count: Int, _ digest: String, on daemon: TestDaemon) async throws -> [SessionReply] {
            let warden = try #require(daemon.wardenPID)
            let memory = (daemon: try residentKilobytes(daemon.pid), warden: try residentKilobytes(warden))
            var sessions: [SessionReply] = []
            for number in 0..<count { sessions.append(try await runInRow(number, digest, on: daemon)) }
            let growth = try residentKilobytes(daemon.pid) - memory.daemon
            #expect(growth < 32 * 1024, "the daemon grew by \(growth) KiB")
            // It keeps nothing of a session: 4 KiB of each would be seen.
            let wardenGrowth = try residentKilobytes(warden) - memory.warden
            #expect(wardenGrowth < 4 * 1024, "the warden grew by \(wardenGrowth) KiB")
            return sessions
        }

        /// One of many: each fourth has input and a file, and leaves one, for which more descriptors and a process are needed.
        private func runInRow(_ number: Int, _ digest: String, on daemon: TestDaemon) async throws -> SessionReply {
            let isFull = number % 4 == 0
            let session = try await daemon.run(digest) { order in
                guard isFull else { return }
                order.stdin = Array("typed".utf8)
                order.files = [(path: "in", bytes: Array("in".utf8))]
            }
            #expect(session.verdictText == "ok")
            #expect(session.isDestroyed == true)
            #expect(session.artifacts.map(\.name) == (isFull ? ["out"] : []))
            return session
        }

        @Test func `more than the queue holds is refused, and said to be`() async throws {
            try await TestDaemon.with("selfApproval: true\nmaxSessions: 1\nmaxQueue: 16\n") { daemon in
                let digest = try await daemon.approve("test/flood", "sleep 0.2", entry: "main.sh")
                var accepted = 0
                var refusals: Set<String> = []
                for _ in 0..<40 {
                    do {
                        _ = try await daemon.submit(digest)
                        accepted += 1
                    } catch ClientError.refused(let problem) {
                        refusals.insert(problem.code)
                    }
                }
                #expect(accepted >= 8, "one user gets half of the queue")
                #expect(refusals == ["queue_full"])
            }
        }

        @Test func `start as the budget allows, one after the other if it has to be`() async throws {
            let tiny = "selfApproval: true\nbudget: {memory: 100Mi, cpu: 1.5}\n"
            try await TestDaemon.with(tiny) { daemon in
                let digest = try await daemon.approve("test/budget", "sleep 0.3", entry: "main.sh")
                let sessions = try await withThrowingTaskGroup(of: SessionReply.self) { group in
                    for _ in 0..<4 {
                        group.addTask { try await daemon.run(digest) { $0.limits = [("memory", "60Mi")] } }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let times = sessions.compactMap { session in
                    session.json["started_at"]?.text.flatMap { start in
                        session.json["finished_at"]?.text.map { (start: start, end: $0) }
                    }
                }
                .sorted { $0.start < $1.start }
                #expect(sessions.allSatisfy { $0.verdictText == "ok" } && times.count == 4)
                for (earlier, later) in zip(times, times.dropFirst()) { #expect(earlier.end <= later.start) }
                do {
                    _ = try await daemon.submit(digest)
                    Issue.record("more than there is was admitted")
                } catch ClientError.refused(let problem) {
                    #expect(problem.code == "over_budget" && problem.detail.contains("memory 256Mi is above 100Mi"))
                }
                let checks = try await daemon.client.connect { try await $0.readiness()["checks"]?.elements }
                let budget = checks?.first { $0["name"]?.text == "budget" }?["detail"]?.text
                #expect(budget == "0 of 100Mi memory and 0 of 1500m processors are taken")
            }
        }

        private func residentKilobytes(_ pid: pid_t) throws -> Int {
            let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            return try #require(line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
        }
    }
}
