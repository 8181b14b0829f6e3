import MayflyCore
import Testing
import WardenProtocol

/// The daemon ends at the first message that it cannot read: a cell, a script and a host have a part in what these say.
@Suite("What the warden tells") struct TellingTests {
    private static let long = String(repeating: "x", count: 10_000)
    /// What the longest message of a cell becomes that is no text: three bytes for each.
    private static let wide = String(repeating: "\u{fffd}", count: 8_186)
    private static let largest = Control(String(repeating: "n", count: 512), String(repeating: "v", count: 512))

    private static func report(_ change: (inout SessionReport) -> Void) -> SessionReport {
        let verdict = Verdict(.setupFailed, evidence: "mounts: EPERM")
        var report = SessionReport(session: FrameTests.session, verdict: verdict)
        change(&report)
        return report
    }

    private static func calls(_ count: Int, arguments: Int) -> [DeniedCall] {
        let values = (0..<arguments).map { ("\($0)", "0x" + String(repeating: "f", count: 16)) }
        return (0..<count).map { index in
            DeniedCall(
                name: "call \(index)",
                count: .max,
                first: .seconds(-1),
                arguments: Dictionary(uniqueKeysWithValues: values)
            )
        }
    }

    private static func fill(_ verdict: inout Verdict) {
        verdict.evidence = wide
        (verdict.limit, verdict.observed, verdict.stage, verdict.errno) = (wide, wide, wide, wide)
        (verdict.systemCall, verdict.by, verdict.reason, verdict.rule) = (long, long, long, long)
    }

    /// Reports that no daemon would read as they are.
    static let hostile: [(String, SessionReport)] = [
        ("a sentence without end", report { $0.verdict.evidence = long }),
        ("a sentence that was no text", report { $0.verdict.evidence = wide }),
        ("a sentence with NUL", report { $0.verdict.evidence = "a\0b" }),
        ("a verdict of such sentences", report { fill(&$0.verdict) }),
        ("a line for each of 5,000 controls", report { $0.controls = (0..<5_000).map { Control("\($0)", "1") } }),
        ("a control without end", report { $0.controls = [Control(wide, long), Control("a\0", "\0")] }),
        ("controls of the largest size", report { $0.controls = Array(repeating: largest, count: 128) }),
        ("more refused calls than there are", report { $0.deniedCalls = calls(600, arguments: 0) }),
        ("refused calls of the largest size", report { $0.deniedCalls = calls(512, arguments: 6) }),
        ("a disk of leftovers", report { $0.destruction.leftovers = Array(repeating: long, count: 1_000) }),
        ("too many checks", report { $0.destruction.checked = Array(repeating: "cgroup", count: 200) }),
        ("processor time of eleven years", report { $0.usage.cpuTotal = .seconds(11 * 366 * 86_400) }),
        ("an end before the start", report { $0.times.run = .seconds(-1) }),
        ("all of it", report(everything)),
    ]

    private static func everything(_ report: inout SessionReport) {
        fill(&report.verdict)
        report.limitsHit = LimitName.allCases
        report.deniedCalls = calls(600, arguments: 6)
        report.controls = Array(repeating: largest, count: 200)
        report.destruction = Destruction(
            checked: Array(repeating: wide, count: 200),
            leftovers: Array(repeating: long, count: 200)
        )
        (report.usage.wall, report.times.run) = (.seconds(-1), .seconds(Int64.max))
    }

    /// A report as the daemon reads it.
    private static func told(_ report: SessionReport) throws -> SessionReport {
        let message = try WardenMessage(frame: WardenMessage.finished(report).bounded.frame)
        guard case .finished(let read) = message else { throw FrameError.invalid(field: "message") }
        return read
    }

    @Test(arguments: hostile.indices)
    func `is read by the daemon, whatever there is to say of a session`(index: Int) throws {
        let (name, report) = Self.hostile[index]
        let told = try Self.told(report)
        #expect(told.session == report.session && told.verdict.name == report.verdict.name, "\(name)")
        #expect(told.destruction.leftovers.isEmpty == report.destruction.leftovers.isEmpty, "\(name)")
        let started = WardenMessage.started(report.session, report.controls).bounded
        #expect(try WardenMessage(frame: started.frame) == .started(report.session, told.controls), "\(name)")
    }

    @Test func `has the beginning of what is too long, and says how much more there is`() throws {
        let lines = (0..<200).map { "\($0)" }
        let controls = lines.map { Control($0, "1") }
        let told = try Self.told(
            Self.report {
                $0.verdict.evidence = Self.long
                $0.verdict.reason = "a\0b"
                $0.controls = controls
                $0.destruction.leftovers = lines
            }
        )
        #expect(told.verdict.evidence == String(repeating: "x", count: FrameBound.sentence - 3) + "…")
        #expect(told.verdict.reason == "a?b")
        #expect(told.controls == Array(controls.prefix(127)) + [Control("left_out", "73 more")])
        #expect(told.destruction.leftovers == Array(lines.prefix(127)) + ["and 73 more"])
    }

    /// Times, and what is told of them.
    static let times: [(Duration, Duration)] = [
        (.seconds(-1), .zero), (.microseconds(1), .microseconds(1)), (.seconds(315_360_000), .seconds(315_360_000)),
        (.seconds(315_360_001), .seconds(315_360_000)), (.seconds(Int64.max), .seconds(315_360_000)),
        (.seconds(Int64.min), .zero),
    ]

    @Test(arguments: times)
    func `has no time that the daemon does not read`(time: Duration, told: Duration) throws {
        var times = StageTimes()
        times.run = time
        #expect(try StageTimes(frame: times.frame).run == told)
    }

    @Test func `is as it was where there is nothing wrong with it`() {
        for message in FrameTests.fromWarden { #expect(message.bounded == message) }
    }

    @Test func `is an error of the profiles' directory, however long it is`() throws {
        let message = WardenMessage.reloadFailed(String(repeating: "ö", count: 8_000)).bounded
        #expect(try WardenMessage(frame: message.frame) == message)
    }

    // MARK: - Descriptions

    private static func description(profiles count: Int) throws -> WardenDescription {
        let paths = (0..<64).map { "/opt/\($0)/" + String(repeating: "x", count: 490) }
        let profiles = try (0..<count).map { index in
            Profile(
                name: try #require(ProfileName("p\(index)")),
                summary: "For a test.",
                limits: .floor,
                grace: .zero,
                onOutputLimit: .end,
                onDiskLimit: .end,
                onPIDsLimit: .end,
                network: .none,
                systemCalls: .builtIn(.strict),
                onDeniedCall: .report,
                executableScratch: false,
                visiblePaths: paths,
                runtimes: [:],
                environment: [],
                concurrency: 1
            )
        }
        return WardenDescription(cgroupVersion: "v2", facts: [], profiles: profiles)
    }

    private static func closure(_ interpreter: String, flags: Int = 0) throws -> RuntimeClosure {
        let digest = try #require(Digest(bytes: [UInt8](0..<32)))
        return RuntimeClosure(
            profile: try #require(ProfileName("p0")),
            profileDigest: digest,
            interpreter: interpreter,
            interpreterDigest: digest,
            flags: Array(repeating: String(repeating: "-", count: 500), count: flags)
        )
    }

    @Test func `is refused where profiles are too much for it`() throws {
        #expect(try Self.description(profiles: 4).objection == nil)
        let objection = try #require(try Self.description(profiles: 6).objection)
        #expect(objection.contains("\(FrameBound.frame) bytes at most"), "\(objection)")
    }

    @Test func `leaves out what starts scripts where that is too much`() throws {
        var description = try Self.description(profiles: 1)
        description.facts = (0..<200).map { Control("\($0)", Self.long) }
        description.closures = [.sh: try (0..<48).map { _ in try Self.closure("/bin/sh", flags: 16) }]
        #expect(description.objection != nil)
        guard case .changed(let told) = try WardenMessage(frame: WardenMessage.changed(description).bounded.frame)
        else { return #expect(Bool(false), "another message") }
        #expect(told.profiles == description.profiles && told.closures.isEmpty)
    }

    @Test func `never has the beginning of an interpreter's path`() throws {
        let (short, long) = (try Self.closure("/bin/sh"), try Self.closure("/" + Self.long))
        var description = try Self.description(profiles: 1)
        description.closures = [.sh: [short, long], .node: [long]]
        guard case .ready(let told) = try WardenMessage(frame: WardenMessage.ready(description).bounded.frame)
        else { return #expect(Bool(false), "another message") }
        #expect(told.closures == [.sh: [short]])
        #expect(WardenMessage.admitted(FrameTests.session, long).bounded == .admitted(FrameTests.session, nil))
    }
}
