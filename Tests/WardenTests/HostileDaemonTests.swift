import Foundation
import Glibc
import LinuxSystem
import MayflyCore
import Synchronization
import Testing
import WardenProtocol

extension WardenSuite {
    /// What the warden does with frames that no daemon of ours sends: it ends, and every cell with it.
    @Suite("A hostile daemon")
    struct HostileDaemonTests {
        static let frames: [(String, [UInt8])] = [
            ("one zero byte", [0]),
            ("an unknown message", [99]),
            ("a launch without anything", [1]),
            ("a launch whose session is cut", [1, 30, 0, 0, 0, 115, 101]),
            ("a length of 4 GiB", [1, 0xff, 0xff, 0xff, 0xff]),
            ("a reload with a tail", [3, 0]),
            ("a kill of a session with a path for a name", [2, 9, 0, 0, 0] + Array("../../etc".utf8) + [3, 1]),
            ("noise", (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }),
            ("a frame of the largest size", [UInt8](repeating: 1, count: FrameBound.frame)),
        ]

        @Test(arguments: frames)
        func `ends the warden and every cell by a malformed frame`(name: String, frame: [UInt8]) throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            let session = try TestSession.launch(TestLaunch("sleep 30"), on: warden)
            try warden.awaitStart(of: session.id)
            try warden.send(frame)
            #expect(warden.waitForEnd() == 0)
            #expect(traces.left(traces.afterwards) == [])
        }

        @Test(arguments: [-4, -1, 1, 3])
        func `ends the warden by a wrong number of descriptors`(extra: Int) throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            _ = try TestSession.launch(TestLaunch("true"), on: warden, extra: extra)
            #expect(warden.waitForEnd() == 0)
            #expect(traces.left(traces.afterwards) == [])
        }

        /// What to open, and what could make the warden wait by it.
        @Test(arguments: ["/dev/null", "/etc/passwd", "socket"])
        func `ends the warden by what it could be made to wait for`(path: String) throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            let running = try TestSession.launch(TestLaunch("sleep 30"), on: warden)
            try warden.awaitStart(of: running.id)
            let file =
                path == "socket" ? socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) : open(path, O_RDONLY | O_CLOEXEC)
            defer { close(file) }
            let bundle = try TestLaunch.archive(of: ["main.sh": "true"])
            let frame = DaemonMessage.launch(try TestLaunch("true").request).frame
            try warden.send(frame, numbers: [bundle.number, file, file, file])
            #expect(warden.waitForEnd() == 0)
            #expect(traces.left(traces.afterwards) == [])
            var status = stat()
            if path != "socket" { #expect(stat(path, &status) == 0 && status.st_uid == 0, "it still belongs to root") }
        }

        @Test func `ends the warden by a descriptor with a message that has none`() throws {
            let warden = try TestWarden()
            try warden.send(DaemonMessage.reload.frame, numbers: [0])
            #expect(warden.waitForEnd() == 0)
        }

        @Test func `cannot end a session that is not there, nor disturb one that is`() throws {
            let warden = try TestWarden()
            let launch = try TestLaunch("sleep 0.3; echo undisturbed")
            let session = try TestSession.launch(launch, on: warden)
            let other = try TestLaunch("true").request.session
            for _ in 0..<50 { try warden.send(.kill(KillOrder(session: other, cause: .shutdown, immediately: true))) }
            #expect(try session.read().output == "undisturbed\n")
            #expect(try warden.report(of: launch.request.session).verdict.name == .ok)
        }

        @Test func `cannot use a session's name twice at once`() throws {
            let warden = try TestWarden()
            let launch = try TestLaunch("sleep 3")
            let first = try TestSession.launch(launch, on: warden)
            _ = try TestSession.launch(launch, on: warden)
            let refused = try warden.report(of: first.id)
            #expect(refused.verdict.name == .refused && refused.verdict.rule == "duplicate_session")
            #expect(try warden.report(of: first.id).verdict.name == .ok)
        }

        @Test func `cannot have more sessions at once than the profile allows`() throws {
            let warden = try TestWarden()
            var sessions: [SessionID] = []
            for _ in 0..<9 { sessions.append(try TestSession.launch(TestLaunch("sleep 4"), on: warden).id) }
            var verdicts: [VerdictName] = []
            while verdicts.count < 9 {
                if case .finished(let report) = try warden.receive() {
                    verdicts.append(report.verdict.name)
                    #expect(report.verdict.rule == (report.session == sessions[8] ? "too_many_sessions" : nil))
                }
            }
            #expect(verdicts.count { $0 == .ok } == 8)
        }

        @Test func `that does not listen is not listened to, and the warden stays small`() throws {
            let warden = try TestWarden()
            let request = try TestLaunch("true", profile: "absent").request
            let pipe = try LinuxSystem.Pipe()
            let file = pipe.writer.number
            let frame = DaemonMessage.launch(request).frame
            var sent = 0
            var refusals = 0
            // A second of silence from the socket means that nobody reads it any more.
            while refusals < 100, sent < 100_000 {
                do {
                    try warden.send(frame, numbers: [file, file, file, file])
                    (sent, refusals) = (sent + 1, 0)
                } catch let error as SystemCallError where error.errno == .wouldBlock {
                    refusals += 1
                    usleep(10_000)
                }
            }
            #expect(refusals == 100, "it went on reading after \(sent) requests")
            var refused = 0
            while refused < sent {
                guard case .finished(let report) = try warden.receive() else { continue }
                #expect(report.verdict.rule == "profile_not_found")
                refused += 1
            }
            #expect(try warden.run(TestLaunch("true")).report.verdict.name == .ok, "and it works again")
        }

        @Test func `that has the warden hash without end keeps no timer waiting`() throws {
            let warden = try TestWarden()
            var launch = try TestLaunch("sleep 30")
            launch.request.limits.wall = .milliseconds(200)
            let victim = try TestSession.launch(launch, on: warden)
            try warden.awaitStart(of: victim.id)
            // 16 MiB that are no bundle of the digest: a tenth of a second for each launch.
            let large = try TestLaunch.archive(of: ["main.sh": String(repeating: "#", count: 16 << 20)])
            let outputs = try LinuxSystem.Pipe()
            let writer = outputs.writer.number
            var sessions: Set<SessionID> = []
            for _ in 0..<40 {
                let request = try TestLaunch("true").request
                sessions.insert(request.session)
                let numbers = [large.number, writer, writer, writer]
                try warden.send(DaemonMessage.launch(request).frame, numbers: numbers)
            }
            var refusedBefore = 0
            while true {
                guard case .finished(let report) = try warden.receive() else { continue }
                if report.session == victim.id {
                    #expect(report.verdict.name == .wallTimeout)
                    break
                }
                #expect(sessions.contains(report.session) && report.verdict.rule == "digest_mismatch")
                refusedBefore += 1
            }
            #expect(refusedBefore < 30, "it ended only after \(refusedBefore) launches of the flood")
        }

        @Test func `that writes during the hash and after it changes nothing of what runs`() throws {
            let warden = try TestWarden()
            let good = "echo good; sleep 0.02; head -c 9 \"$0\""
            let archives = [good, good.replacing("good", with: "evil")].map {
                TestLaunch.archiveBytes(of: ["main.sh": $0])
            }
            let shared = try TestLaunch.archive(of: ["main.sh": good])
            let number = shared.number
            let isDone = Mutex(false)
            let ended = DispatchSemaphore(value: 0)
            let writer = Thread {
                var turn = 0
                while !isDone.withLock({ $0 }) {
                    let bytes = archives[turn % 2]
                    _ = pwrite(number, bytes, bytes.count, 0)
                    turn += 1
                }
                ended.signal()
            }
            writer.start()
            // It has to be gone before the number means another file.
            defer {
                isDone.withLock { $0 = true }
                ended.wait()
            }
            var (ran, refused) = (0, 0)
            for _ in 0..<40 {
                let session = try TestSession.launch(TestLaunch(good), on: warden, shown: number)
                let id = session.id
                let output = try session.read().output
                let verdict = try warden.report(of: id).verdict
                if verdict.name == .ok { ran += 1 } else { refused += 1 }
                #expect(verdict.name == .ok || verdict.rule == "digest_mismatch", "\(verdict)")
                #expect(output == (verdict.name == .ok ? "good\necho good" : ""))
            }
            #expect(ran > 0 && refused > 0, "both sides of the race were seen: \(ran) ran, \(refused) refused")
        }

        @Test func `cannot give files for pipes, nor pipes for files`() throws {
            let warden = try TestWarden()
            let request = try TestLaunch("true").request
            let pipe = try LinuxSystem.Pipe()
            let file = pipe.writer.number
            try warden.send(DaemonMessage.launch(request).frame, numbers: [file, file, file, file])
            let verdict = try warden.report(of: request.session).verdict
            #expect(verdict.name == .refused && verdict.rule == "malformed_archive")

            let bundle = try TestLaunch.archive(of: ["main.sh": "true"])
            try warden.send(DaemonMessage.launch(request).frame, numbers: [bundle.number, bundle.number, file, file])
            let second = try warden.report(of: request.session).verdict
            #expect(second.name == .setupFailed && second.stage == "descriptors")
        }

        @Test func `cannot keep the warden waiting by a full pipe for artifacts`() throws {
            let warden = try TestWarden()
            let request = try TestLaunch("true").request
            let bundle = try TestLaunch.archive(of: ["main.sh": "true"])
            let streams = try LinuxSystem.Pipe()
            let artifacts = try LinuxSystem.Pipe()
            let (stream, full) = (streams.writer.number, artifacts.writer.number)
            try artifacts.writer.setBlocking(false)
            let bytes = [UInt8](repeating: 1, count: 4096)
            while write(full, bytes, bytes.count) > 0 {}
            try artifacts.writer.setBlocking(true)
            try warden.send(DaemonMessage.launch(request).frame, numbers: [bundle.number, stream, stream, full])
            #expect(try warden.report(of: request.session).verdict.name == .ok)
            #expect(try warden.run(TestLaunch("exit 1")).report.verdict.name == .nonzeroExit, "it hears others")
        }

        @Test func `cannot have the warden give away a fifo that somebody named`() throws {
            let warden = try TestWarden()
            let path = warden.directory.appending(path: "fifo").path()
            #expect(mkfifo(path, 0o600) == 0)
            let fifo = open(path, O_RDWR | O_CLOEXEC)
            defer { close(fifo) }
            let request = try TestLaunch("true").request
            let bundle = try TestLaunch.archive(of: ["main.sh": "true"])
            try warden.send(DaemonMessage.launch(request).frame, numbers: [bundle.number, fifo, fifo, fifo])
            let verdict = try warden.report(of: request.session).verdict
            #expect(verdict.name == .setupFailed && verdict.stage == "descriptors", "\(verdict)")
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_uid == 0, "it still belongs to root")
        }
    }
}
