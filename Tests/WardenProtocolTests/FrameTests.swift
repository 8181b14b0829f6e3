import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

@Suite("A frame") struct FrameTests {
    static let session = SessionID("ses_" + String(repeating: "0", count: 26)) ?? fallback
    private static var fallback: SessionID {
        var generator = SystemRandomNumberGenerator()
        return SessionID(milliseconds: 0, using: &generator)
    }

    static var launch: LaunchRequest {
        get throws {
            let digest = try #require(Digest(bytes: [UInt8](0..<32)))
            let profile = try #require(ProfileName("standard"))
            let statement = SignedStatement(statement: Array("{}\n".utf8), signatures: [[1, 2], []])
            return LaunchRequest(
                session: session,
                profile: profile,
                work: .bundle(digest, statement),
                limits: .ceiling,
                isReview: true,
                arguments: ["--name", "wörld", ""],
                environment: [.init("LANG", "C.UTF-8")],
                hasInput: true,
                hasFiles: true,
                workspace: .files
            )
        }
    }

    static var fromDaemon: [DaemonMessage] {
        get throws {
            let launch = try launch
            let canary = LaunchRequest(session: session, profile: launch.profile, work: .canary, limits: .floor)
            let causes: [KillOrder.Cause] = [
                .killed(by: "uid 0", reason: "why"), .revoked(by: "uid 1", reason: ""),
                .output(limit: .bytes(1), observed: .bytes(.max)), .shutdown,
            ]
            return [.launch(launch), .launch(canary), .reload, .look, .start(session), .sample(session)]
                + [.revoke(try #require(Digest(bytes: [UInt8](0..<32))))]
                + causes.map { .kill(KillOrder(session: session, cause: $0, immediately: true)) }
        }
    }

    static var fromWarden: [WardenMessage] {
        var verdict = Verdict(.setupFailed, evidence: "mounts: EPERM")
        (verdict.stage, verdict.errno, verdict.exitCode) = ("mounts", "EPERM", -1)
        var report = SessionReport(session: session, verdict: verdict, limitsHit: LimitName.allCases)
        report.usage.wall = .milliseconds(7)
        report.controls = [Control("seccomp", "2")]
        report.destruction = Destruction(checked: ["a"], leftovers: ["b"])
        let description = WardenDescription(cgroupVersion: "v2", facts: [Control("kernel", "6")], profiles: [])
        let digest = Digest(bytes: [UInt8](0..<32))
        var other = description
        other.trust = digest
        other.leftovers = ["cgroup of cell_a: EBUSY", "mounts: unread"]
        let revocations = [nil, "full"].compactMap { failure in
            digest.map { WardenMessage.revocation($0, failure: failure) }
        }
        var admissions: [WardenMessage] = [.admitted(session, nil)]
        if let digest, let profile = ProfileName("standard") {
            let closure = RuntimeClosure(
                profile: profile,
                profileDigest: digest,
                interpreter: "/usr/bin/python3",
                interpreterDigest: digest,
                flags: ["-I"]
            )
            admissions.append(.admitted(session, closure))
        }
        let sample = SessionSample(used: report.usage, memory: .bytes(.max), pids: 2)
        return [
            .ready(description), .reloadFailed("x"), .started(session, report.controls), .finished(report),
            .changed(other),
        ]
            + revocations + admissions + [.sampled(session, nil), .sampled(session, sample)]
    }

    @Test func `comes out as it went in`() throws {
        for message in try Self.fromDaemon { #expect(try DaemonMessage(frame: message.frame) == message) }
        for message in Self.fromWarden { #expect(try WardenMessage(frame: message.frame) == message) }
    }

    @Test func `that was cut, or goes on, is refused`() throws {
        for message in try Self.fromDaemon {
            for count in 0..<message.frame.count {
                #expect(throws: FrameError.self) { try DaemonMessage(frame: Array(message.frame[..<count])) }
            }
            #expect(throws: FrameError.trailingBytes(count: 1)) { try DaemonMessage(frame: message.frame + [0]) }
        }
        for message in Self.fromWarden {
            for count in 0..<message.frame.count {
                #expect(throws: FrameError.self) { try WardenMessage(frame: Array(message.frame[..<count])) }
            }
        }
    }

    @Test func `that was changed is refused, or means exactly what it says`() throws {
        var generator = SeededGenerator(state: 7)
        for _ in 0..<2_000 {
            for message in try Self.fromDaemon {
                var bytes = message.frame
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                        in: .min ... .max,
                        using: &generator
                    )
                }
                guard let read = try? DaemonMessage(frame: bytes) else { continue }
                #expect(read.frame == bytes)
            }
        }
    }

    @Test func `that asks to run something on the daemon's own word is refused`() throws {
        let launch = try Self.launch
        var frame = DaemonMessage.launch(launch).frame
        // The message, two texts with their lengths, then what the cell is for.
        let place = 1 + 4 + launch.session.text.utf8.count + 4 + launch.profile.text.utf8.count
        #expect(frame[place] == 2)
        frame[place] = 1
        #expect(throws: FrameError.invalid(field: "work")) { try DaemonMessage(frame: frame) }
    }

    @Test func `larger than any is refused before it is read`() {
        #expect(throws: FrameError.self) {
            try DaemonMessage(frame: [UInt8](repeating: 3, count: FrameBound.frame + 1))
        }
    }

    @Test func `has as many leftovers as it may, and says how many more there are`() throws {
        var description = WardenDescription(cgroupVersion: "v2", facts: [], profiles: [])
        let few = (0..<FrameBound.leftovers).map { "cgroup of \($0)" }
        #expect(WardenDescription.bounded(few) == few)
        description.leftovers = WardenDescription.bounded(
            (0..<100).map { "cgroup of \($0): " + String(repeating: "ö", count: FrameBound.path) }
        )
        #expect(try WardenMessage(frame: WardenMessage.ready(description).frame) == .ready(description))
        #expect(description.leftovers.count == FrameBound.leftovers)
        #expect(description.leftovers.first?.hasPrefix("cgroup of 0: ö") == true)
        #expect(description.leftovers.last?.hasPrefix("and 85 more") == true, "\(description.leftovers)")

        description.leftovers = few + ["one more"]
        #expect(throws: FrameError.tooLarge(field: "leftovers", count: few.count + 1, bound: few.count)) {
            try WardenMessage(frame: WardenMessage.ready(description).frame)
        }
        description.leftovers = [String(repeating: "x", count: FrameBound.path + 1)]
        #expect(throws: FrameError.self) { try WardenMessage(frame: WardenMessage.ready(description).frame) }
    }

    @Test func `announces as many descriptors as travel`() throws {
        #expect(try DaemonMessage.launch(Self.launch).descriptorCount == 7)
        #expect(DaemonMessage.reload.descriptorCount == 0)
    }
}
