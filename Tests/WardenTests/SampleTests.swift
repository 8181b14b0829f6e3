import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// The daemon asks what a session uses.
    @Suite("A sample of a session")
    struct SampleTests {
        private func sample(_ warden: TestWarden, _ id: SessionID) throws -> SessionSample? {
            try warden.send(.sample(id))
            var found: SessionSample?
            try warden.awaitMessage { message in
                guard case .sampled(id, let sample) = message else { return false }
                found = sample
                return true
            }
            return found
        }

        /// The first sample that fits, of those that are asked for one after the other; the last one if none does.
        private func sample(
            _ warden: TestWarden,
            _ id: SessionID,
            until fits: (SessionSample) -> Bool
        ) throws -> SessionSample {
            let deadline = ContinuousClock.now + .seconds(10)
            while true {
                let found = try #require(try sample(warden, id))
                if fits(found) || ContinuousClock.now > deadline { return found }
                usleep(20_000)
            }
        }

        @Test func `is what the kernel counts while the script runs, and nothing before and after`() throws {
            let warden = try TestWarden()
            let code = "head -c 5000000 /dev/zero > /tmp/f; sleep 30 & i=0; while :; do i=$((i+1)); done"
            var launch = try TestLaunch(code)
            launch.request.isHeld = true
            let session = try TestSession.launch(launch, on: warden)
            #expect(try sample(warden, session.id) == nil, "it is held")
            let begin = ContinuousClock.now
            try warden.send(.start(session.id))
            try warden.awaitStart(of: session.id)
            // It works without end once it has written its file and started another process.
            let first = try sample(warden, session.id) { sample in
                let hasWritten = sample.used.diskBytes.map { $0.bytes >= 4_000_000 } ?? false
                let isAtWork = sample.used.cpuTotal.map { $0 > .milliseconds(100) } ?? false
                return hasWritten && isAtWork && (sample.pids ?? 0) > 2
            }
            let (wall, cpu) = (try #require(first.used.wall), try #require(first.used.cpuTotal))
            let second = try sample(warden, session.id) { $0.used.cpuTotal.map { $0 > cpu } == true }
            #expect(wall > .zero && wall <= ContinuousClock.now - begin)
            #expect(cpu > .milliseconds(10) && cpu <= wall * 8)
            #expect(second.used.cpuTotal.map { $0 > cpu } == true && second.used.wall.map { $0 > wall } == true)
            // Pid 1, the shell, and what it waits for.
            #expect(first.pids.map { (2...8).contains($0) } == true, "\(String(describing: first.pids))")
            #expect(first.memory.map { $0.bytes > 1 << 20 } == true, "\(String(describing: first.memory))")
            #expect(first.used.diskBytes.map { $0.bytes >= 4_000_000 } == true, "\(first)")
            try warden.send(.kill(KillOrder(session: session.id, cause: .shutdown, immediately: true)))
            let report = try warden.report(of: session.id)
            #expect(report.usage.cpuTotal.map { $0 >= cpu } == true)
            #expect(report.destruction.isComplete)
            #expect(try sample(warden, session.id) == nil)
        }

        @Test func `in a cell that was built ahead has nothing of what was before it`() throws {
            let profile = TestProfile.ahead("python: 1, import: [unittest.mock, asyncio, xmlrpc.server]")
            let warden = try TestWarden(profiles: ["shut": profile])
            try warden.awaitInterpreters()
            let launch = try TestLaunch.ahead("import time; time.sleep(50)", entry: "main.py")
            let session = try TestSession.launch(launch, on: warden)
            try warden.awaitStart(of: session.id)
            let used = try sample(warden, session.id) { $0.used.cpuTotal.map { $0 > .zero } == true }.used
            try warden.send(.kill(KillOrder(session: session.id, cause: .shutdown, immediately: true)))
            let report = try warden.report(of: session.id)
            #expect(report.control("built_ahead") == "python")
            // What was imported took more than a script that sleeps ever will.
            let (then, whole) = (try #require(used.cpuTotal), try #require(report.usage.cpuTotal))
            #expect(then > .zero && then <= whole, "\(then) until then, \(whole) in all")
            let imported = try Self.imported()
            #expect(whole * 2 < imported, "\(whole), and \(imported) for a script that imports the same")
        }

        /// What a script takes that imports this itself.
        private static func imported() throws -> Duration {
            let warden = try TestWarden(profiles: ["shut": TestProfile.roomy])
            var launch = try TestLaunch("import unittest.mock, asyncio, xmlrpc.server", entry: "main.py")
            launch.request.limits.memory = .mebibytes(128)
            let report = try warden.run(launch).report
            #expect(report.verdict.name == .ok, "\(report.verdict)")
            return try #require(report.usage.cpuTotal)
        }

        @Test func `of what never was is nothing, and one answer comes for each question`() throws {
            let warden = try TestWarden()
            let id = try TestLaunch("true").request.session
            for _ in 0..<20 {
                for _ in 0..<8 { try warden.send(.sample(id)) }
                for _ in 0..<8 { try warden.awaitMessage { if case .sampled(id, nil) = $0 { true } else { false } } }
            }
            #expect(try warden.run(TestLaunch("echo on")).output == "on\n")
        }
    }
}
