import Foundation
import MayflyAPI
import MayflyClient
import MayflyJSON
import Testing

extension EndToEnd {
    /// The hostile programs of `Tests/Probes`, as ordinary approved scripts through a real daemon.
    @Suite("A hostile program")
    struct Probes {
        @Test func `there are at least two of for every principle`() throws {
            let counts = Dictionary(grouping: try Probe.all(), by: \.principle).mapValues(\.count)
            for number in 1...25 {
                let principle = "P" + (number < 10 ? "0" : "") + "\(number)"
                #expect(counts[principle, default: 0] >= 2, "\(principle)")
            }
            #expect(counts.count == 25)
        }

        @Test func `is contained under the strict profile, and leaves nothing`() async throws {
            let planting = try Planting()
            // The daemon has a secret in its environment, and was started with a descriptor that it does not know of.
            let launcher = [
                "/usr/bin/env", "MAYFLY_CANARY=\(planting.word)", "/bin/sh", "-c", "exec 9</; exec \"$@\"", "sh",
            ]
            let daemon = try TestDaemon(TestDaemon.selfApproval, launcher: launcher)
            defer { daemon.remove() }
            try await daemon.start()
            let neighbour = try await daemon.approve("test/neighbour", Self.neighbour)
            _ = try await daemon.run(neighbour) { $0.profile = "strict" }
            let neighbours = try await Neighbours(daemon, digest: neighbour)
            for probes in try Probe.turns() {
                let before = HostState.look(at: daemon)
                _ = try await run(probes, on: daemon, beside: neighbours, planting.word)
                let left = await before.leftovers(at: daemon)
                #expect(left == [], "\(probes)")
            }
            #expect(await daemon.stop() == 0, "\(daemon.log)")
            #expect(!daemon.log.contains(planting.word))
        }

        @Test func `is contained in a cell that was built ahead, and leaves nothing`() async throws {
            let planting = try Planting()
            let before = HostState.look()
            let profiles = try ChangedProfiles.directory { $0 + "  warm: {cells: 2, python: 2}\n" }
            defer { try? FileManager.default.removeItem(at: profiles) }
            let daemon = try TestDaemon(TestDaemon.selfApproval, arguments: ["--profiles", profiles.path()])
            defer { daemon.remove() }
            try await daemon.start()
            var ahead = 0
            for probes in try Probe.turns() {
                let sessions = try await run(probes, on: daemon, beside: nil, planting.word)
                ahead += sessions.count { $0.control("built_ahead") != nil }
            }
            #expect(ahead >= (try Probe.all().count) / 2, "\(ahead) sessions had one")
            #expect(await daemon.stop() == 0, "\(daemon.log)")
            #expect(await before.leftovers(at: nil) == [])
        }

        @Test func `gets through where there is no sandbox`() async throws {
            let planting = try Planting()
            func start(_ probe: Probe) throws -> ProbeControl.Runs {
                try ProbeControl(probe: probe, word: planting.word).start()
            }
            func check(_ runs: ProbeControl.Runs) {
                let said = runs.said()
                #expect(said.contains { $0.hasPrefix("ESCAPED \(runs.probe.name)") }, "\(runs.probe): \(said)")
            }
            for probes in try Probe.turns() {
                for runs in try probes.filter({ $0.control != .none }).map(start) { check(runs) }
            }
        }

        /// Works for about a tenth of a second of a processor, and knows its answer.
        private static let neighbour = """
            import hashlib
            digest = b''
            for _ in range(200_000): digest = hashlib.sha256(digest).digest()
            print(digest.hex()[:8])
            """

        /// What may take from others is run beside a session that must not notice.
        private static let greedy: Set<String> = ["P14", "P15", "P16", "P17", "P18", "P19", "P21", "P23"]

        /// Runs probes beside each other, and one neighbour beside them.
        private func run(
            _ probes: [Probe],
            on daemon: TestDaemon,
            beside neighbours: Neighbours?,
            _ word: String
        ) async throws -> [SessionReply] {
            try await withThrowingTaskGroup { group in
                for probe in probes {
                    let neighbours = probe.name == probes[0].name ? neighbours : nil
                    group.addTask { try await run(probe, on: daemon, beside: neighbours, word) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }

        private func run(
            _ probe: Probe,
            on daemon: TestDaemon,
            beside neighbours: Neighbours?,
            _ word: String
        ) async throws -> [SessionReply] {
            let base = FileManager.default.temporaryDirectory.appending(path: "mayfly-probe-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: base) }
            let program = try probe.program(in: base)
            let files: [SubmitOrder.File] = [(program.lastPathComponent, Array(try Data(contentsOf: program)))]
            let digest = try await daemon.approve("probe/\(probe.name)", files: files)
            async let sessions = run(digest, runs: probe.runs, on: daemon)
            if Self.greedy.contains(probe.principle) { try await neighbours?.runOne(beside: probe) }
            for session in try await sessions { check(session, of: probe, word) }
            return try await sessions
        }

        private func run(_ digest: String, runs: String, on daemon: TestDaemon) async throws -> [SessionReply] {
            let first = try await daemon.submit(digest) { $0.profile = "strict" }
            guard runs != "1" else { return [try await daemon.finished(first.id)] }
            if runs == "2-in-turn" { _ = try await daemon.finished(first.id) }
            // As the form of probes says: the first has done its part by then, and nothing tells when.
            if runs == "2-at-once" { try await Task.sleep(for: .milliseconds(300)) }
            let second = try await daemon.submit(digest) { $0.profile = "strict" }
            return [try await daemon.finished(first.id), try await daemon.finished(second.id)]
        }

        private func check(_ session: SessionReply, of probe: Probe, _ word: String) {
            let output = session.stdoutText + (session.stream("stdout")?["tail"]?.text ?? "")
            let said = Probe.lastLine(of: output)
            let contained = session.verdictText == "ok" && said.hasPrefix("CONTAINED \(probe.name)")
            let expected =
                contained ? probe.expected.contains("contained") : probe.expected.contains(session.verdictText)
            #expect(expected, "\(probe): \(session.verdictText) \(said)\n\(session.json.prettyText.prefix(4000))")
            #expect(session.leftovers == [], "\(probe)")
            #expect(!session.json.prettyText.contains(word), "\(probe): what was planted came out")
            if let collects = probe.collects { check(session.artifacts.map(\.name), against: collects, probe) }
        }

        private func check(_ artifacts: [String], against collects: String, _ probe: Probe) {
            if let most = Int(collects) {
                #expect(artifacts.count <= most, "\(probe)")
            } else {
                let names =
                    collects == "nothing"
                    ? [] : collects.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                #expect(artifacts.sorted() == names.sorted(), "\(probe)")
            }
        }
    }
}
