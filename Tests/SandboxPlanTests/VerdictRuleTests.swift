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
