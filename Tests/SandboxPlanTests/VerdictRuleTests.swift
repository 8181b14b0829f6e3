import MayflyCore
import SandboxPlan
import Testing

@Suite("A verdict") struct VerdictRuleTests {
    /// What was seen, and what follows from it.
    struct Case: Sendable, CustomTestStringConvertible {
        let verdict: VerdictName
        var hit: [LimitName] = []
        let change: @Sendable (inout SessionEvidence) -> Void

        var testDescription: String { "\(verdict.rawValue) \(hit.map(\.rawValue))" }
    }

    static let cases: [Case] = [
        Case(verdict: .ok) { $0.mainExit = .code(0) },
        Case(verdict: .nonzeroExit) { $0.mainExit = .code(137) },
        Case(verdict: .signaled) { $0.mainExit = .signal(9) },
        Case(verdict: .internalError) { $0.keeperExit = .signal(9) },
        Case(verdict: .wallTimeout, hit: [.wall]) { ($0.cause, $0.mainExit) = (.wall, .code(0)) },
        Case(verdict: .wallTimeout, hit: [.wall]) { ($0.cause, $0.mainExit) = (.overran, .code(0)) },
        Case(verdict: .cpuTimeout, hit: [.cpuTime]) { $0.cause = .cpuTime },
        Case(verdict: .memoryLimit, hit: [.memory]) { ($0.oomKills, $0.keeperExit) = (1, .signal(9)) },
        Case(verdict: .memoryLimit, hit: [.memory]) { ($0.oomKills, $0.mainExit) = (2, .signal(9)) },
        Case(verdict: .memoryLimit, hit: [.memory]) {
            ($0.oomKills, $0.hasReachedMemoryLimit, $0.mainExit) = (1, true, .signal(9))
        },
        // The host's memory was used up, and not the session's.
        Case(verdict: .killed) { ($0.oomKills, $0.hasReachedMemoryLimit, $0.mainExit) = (1, false, .signal(9)) },
        Case(verdict: .killed) { ($0.oomKills, $0.hasReachedMemoryLimit, $0.cause) = (2, false, .hostMemory) },
        // It was over before anybody looked, and had used too much.
        Case(verdict: .cpuTimeout, hit: [.cpuTime]) { ($0.cpuAtExit, $0.mainExit) = (.seconds(100_000_000), .code(0)) },
        Case(verdict: .memoryLimit, hit: [.cpuTime, .memory]) {
            ($0.cpuAtExit, $0.oomKills, $0.mainExit) = (.seconds(100_000_000), 1, .signal(9))
        },
        // What it takes to end everything is not the script's.
        Case(verdict: .ok) {
            ($0.cpuTotal, $0.cpuAtExit, $0.mainExit) = (.seconds(100_000_000), .seconds(1), .code(0))
        },
        // A limit that the profile only reports is no cause.
        Case(verdict: .nonzeroExit, hit: [.disk]) { ($0.diskFull, $0.mainExit) = (true, .code(1)) },
        Case(verdict: .ok, hit: [.pids]) { ($0.pidsRefused, $0.mainExit) = (3, .code(0)) },
        Case(verdict: .diskLimit, hit: [.disk]) {
            ($0.diskFull, $0.mainExit, $0.endingLimits) = (true, .code(1), [.disk, .inodes])
        },
        Case(verdict: .diskLimit, hit: [.inodes]) {
            ($0.inodesFull, $0.mainExit, $0.endingLimits) = (true, .code(0), [.disk, .inodes])
        },
        Case(verdict: .pidsLimit, hit: [.pids]) {
            ($0.pidsRefused, $0.mainExit, $0.endingLimits) = (1, .code(0), [.pids])
        },
        Case(verdict: .outputLimit, hit: [.output]) { $0.cause = .output(limit: .bytes(1), observed: .bytes(2)) },
        Case(verdict: .killed) { $0.cause = .killed(by: "uid 0", reason: "why") },
        Case(verdict: .revoked) { $0.cause = .revoked(by: "uid 0", reason: "why") },
        Case(verdict: .refused) { $0.cause = .refused(LaunchRefusal(rule: "a_rule", detail: "why")) },
        Case(verdict: .daemonRestart) { $0.cause = .shutdown },
        Case(verdict: .setupFailed) {
            $0.setupFailure = .init(stage: .mounts, errno: "EPERM", subject: "usr")
            $0.mainExit = .code(0)
        },
    ]

    @Test(arguments: cases) func `follows from the evidence alone`(one: Case) {
        var evidence = SessionEvidence(limits: .ceiling, wall: .seconds(1))
        one.change(&evidence)
        let verdict = VerdictRule.decide(evidence)
        #expect(verdict.name == one.verdict)
        #expect(VerdictRule.limitsHit(evidence) == one.hit)
        #expect(!verdict.evidence.isEmpty)
    }

    /// What was measured, and what the verdict says of it beside the limit.
    struct Measure: Sendable, CustomTestStringConvertible {
        let limit: String
        let observed: String?
        let change: @Sendable (inout SessionEvidence) -> Void

        var testDescription: String { "\(observed ?? "nothing") beside \(limit)" }
    }

    static let limits: SessionLimits = {
        var limits = SessionLimits.ceiling
        (limits.wall, limits.cpuTime) = (.milliseconds(300), .milliseconds(200))
        (limits.memory, limits.pids) = (.mebibytes(64), 16)
        (limits.disk, limits.inodes) = (.mebibytes(1), 256)
        return limits
    }()

    static let measures: [Measure] = [
        Measure(limit: "64Mi", observed: "65532Ki") { ($0.oomKills, $0.usage.memoryPeak) = (1, .kibibytes(65_532)) },
        Measure(limit: "64Mi", observed: "65532Ki") { ($0.cause, $0.usage.memoryPeak) = (.memory, .kibibytes(65_532)) },
        Measure(limit: "64Mi", observed: nil) { $0.oomKills = 1 },
        Measure(limit: "64Mi", observed: nil) { $0.cause = .memory },
        // Pid 1 of the cell is one of the 13, and none of the script's.
        Measure(limit: "16", observed: "12") { ($0.cause, $0.usage.pidsPeak) = (.pids, 13) },
        Measure(limit: "16", observed: "12") {
            ($0.pidsRefused, $0.endingLimits, $0.usage.pidsPeak) = (1, [.pids], 13)
        },
        Measure(limit: "16", observed: nil) { $0.cause = .pids },
        Measure(limit: "1Mi", observed: "1000Ki") {
            ($0.cause, $0.usage.diskBytes, $0.usage.diskInodes) = (.disk(.disk), .kibibytes(1000), 250)
        },
        Measure(limit: "256", observed: "250") {
            ($0.cause, $0.usage.diskBytes, $0.usage.diskInodes) = (.disk(.inodes), .kibibytes(1000), 250)
        },
        Measure(limit: "1Mi", observed: nil) { $0.cause = .disk(.disk) },
        Measure(limit: "256", observed: nil) { $0.cause = .disk(.inodes) },
        Measure(limit: "64Ki", observed: "66000") {
            $0.cause = .output(limit: .kibibytes(64), observed: .bytes(66_000))
        },
        Measure(limit: "300ms", observed: "1.000 s") { $0.cause = .wall },
        Measure(limit: "200ms", observed: "0.212 s") { ($0.cause, $0.cpuTotal) = (.cpuTime, .milliseconds(212)) },
        Measure(limit: "200ms", observed: nil) { $0.cause = .cpuTime },
    ]

    @Test(arguments: measures)
    func `says beside the limit what was measured, and nothing where nothing was`(one: Measure) {
        var evidence = SessionEvidence(limits: Self.limits, wall: .seconds(1))
        one.change(&evidence)
        let verdict = VerdictRule.decide(evidence)
        #expect(verdict.limit == one.limit)
        #expect(verdict.observed == one.observed)
        #expect(verdict.observed != verdict.limit)
    }

    @Test func `of a life has the first cause`() {
        var life = CellLifecycle()
        #expect(life.started() == [.armWallTimer])
        #expect(life.end(.wall, immediately: false) == [.terminate, .armGraceTimer])
        #expect(life.end(.killed(by: "uid 0", reason: ""), immediately: true) == [.kill])
        #expect(life.graceEnded() == [])
        #expect(life.emptied() == [.release])
        #expect(life.cause == .wall)
    }

    @Test func `of a life that never began is a kill`() {
        var life = CellLifecycle()
        #expect(life.end(.shutdown, immediately: false) == [.kill])
        #expect(life.started() == [])
        #expect(life.mainEnded() == [])
        #expect(life.emptied() == [.release])
        #expect(life.emptied() == [])
    }
}
