import Foundation
import LinuxSystem
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What goes on, and what can end, while a launch waits for its verification.
    @Suite("A launch that waits for its verification")
    struct VerifierWaitTests {
        private static let slow = Result { try StandIn.agreeing(after: 3000) }
        /// Longer than a verifier may take: whoever is ended sooner was not ended by that.
        private static let hung = Result { try StandIn.agreeing(after: 60_000) }

        @Test func `keeps nobody waiting, and no timer`() throws {
            let warden = try TestWarden(verifier: Self.slow.get())
            let waiting = try TestSession.launch(VerifierTests.launch(), on: warden)
            var launch = try TestLaunch("sleep 30")
            launch.request.limits.wall = .milliseconds(500)
            let start = ContinuousClock.now
            #expect(try warden.run(launch).report.verdict.name == .wallTimeout)
            #expect(ContinuousClock.now - start < .seconds(2.9))
            #expect(try warden.report(of: waiting.id).verdict.name == .ok)
        }

        @Test func `can be killed, and its verifier ends with it`() throws {
            let warden = try TestWarden(verifier: Self.hung.get())
            let traces = try HostTraces(of: warden)
            let waiting = try TestSession.launch(VerifierTests.launch(), on: warden)
            try Self.awaitVerifier(traces)
            let cause = KillOrder.Cause.killed(by: "uid 0", reason: "changed my mind")
            try warden.send(.kill(KillOrder(session: waiting.id, cause: cause, immediately: false)))
            let report = try warden.report(of: waiting.id)
            #expect(report.verdict.name == .killed && report.verdict.by == "uid 0")
            #expect(try waiting.read().output == "", "it never ran")
            #expect(traces.left(traces.now) == [])
        }

        @Test func `ends with the daemon, and its verifier too`() throws {
            let warden = try TestWarden(verifier: Self.hung.get())
            let traces = try HostTraces(of: warden)
            let waiting = try TestSession.launch(VerifierTests.launch(), on: warden)
            try Self.awaitVerifier(traces)
            let start = ContinuousClock.now
            warden.hangUp()
            #expect(warden.waitForEnd() == 0)
            #expect(ContinuousClock.now - start < .seconds(4.5))
            #expect(try waiting.read().output == "")
            #expect(traces.left(traces.afterwards) == [])
        }

        @Test func `leaves no verifier behind when the warden is killed`() throws {
            let warden = try TestWarden(verifier: StandIn.doing("for (;;) {}"))
            let traces = try HostTraces(of: warden)
            _ = try TestSession.launch(VerifierTests.launch(), on: warden)
            try Self.awaitVerifier(traces)
            kill(warden.pid, SIGKILL)
            #expect(warden.waitForEnd() == -SIGKILL)
            #expect(traces.left(traces.processes) == [])
        }

        @Test func `has its place, and its name`() throws {
            let warden = try TestWarden(verifier: Self.slow.get())
            let first = try VerifierTests.launch()
            let waiting = try TestSession.launch(first, on: warden)
            _ = try TestSession.launch(first, on: warden)
            #expect(try warden.report(of: waiting.id).verdict.rule == "duplicate_session")
            for _ in 0..<7 { _ = try TestSession.launch(VerifierTests.launch(), on: warden) }
            #expect(try warden.run(TestLaunch("true")).report.verdict.rule == "too_many_sessions")
        }

        @Test func `runs what was hashed, whatever happens to the original meanwhile`() throws {
            let warden = try TestWarden(verifier: StandIn.agreeing(after: 3000))
            let traces = try HostTraces(of: warden)
            let launch = try VerifierTests.launch("echo first")
            let bundle = try TestLaunch.archive(of: launch.files)
            let outputs = try LinuxSystem.Pipe()
            let errors = try LinuxSystem.Pipe()
            let collected = try LinuxSystem.Pipe()
            let numbers = [bundle.number, outputs.writer.number, errors.writer.number, collected.writer.number]
            try warden.send(DaemonMessage.launch(launch.request).frame, numbers: numbers)
            try Self.awaitVerifier(traces)
            let other = try TestLaunch.archive(of: ["main.sh": "echo other"])
            let bytes = try other.read(count: 4096, at: 0)
            #expect(bytes.withUnsafeBytes { pwrite(bundle.number, $0.baseAddress, $0.count, 0) } == bytes.count)
            #expect(try warden.report(of: launch.request.session).verdict.name == .ok)
            #expect(try outputs.reader.read(upTo: 64) == Array("first\n".utf8))
        }

        /// Waits until a process has an id of the warden's: nothing else runs than the verifier.
        static func awaitVerifier(_ traces: HostTraces) throws {
            let deadline = ContinuousClock.now + .seconds(20)
            while traces.processes().isEmpty {
                guard ContinuousClock.now < deadline else {
                    throw TestWarden.Failure(description: "no verifier started")
                }
                usleep(5_000)
            }
        }
    }
}

extension OwnedDescriptor {
    /// What is there now, up to so many bytes.
    fileprivate borrowing func read(upTo count: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = Glibc.read(number, &buffer, count)
        guard got >= 0 else { throw TestWarden.Failure(description: "read: \(errno)") }
        return Array(buffer[..<got])
    }
}
