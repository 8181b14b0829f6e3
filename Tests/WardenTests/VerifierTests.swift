import Foundation
import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What becomes of a launch when the program that checks signatures is not what it should be.
    @Suite("A verifier")
    struct VerifierTests {
        /// A launch with evidence over which a stand-in takes its time.
        static func launch(_ text: String = "echo ran", profile: String = "shut") throws -> TestLaunch {
            var launch = try TestLaunch(text, profile: profile)
            launch.show(SignedStatement(statement: Array("slow".utf8), signatures: [Array("any".utf8)]))
            return launch
        }

        private static func permit(
            by approvers: [String] = ["ada"],
            until end: UInt64 = 1 << 40,
            closure: RuntimeClosure? = nil
        ) -> VerifyAnswer {
            .permitted(Permit(decision: .approve, approvers: approvers, holdsUntil: end, closure: closure, start: nil))
        }

        /// Programs that do not answer as they should.
        static let liars: [(String, @Sendable () throws -> String)] = [
            ("says nothing", { try StandIn.saying([]) }),
            ("says nonsense", { try StandIn.saying(Array("permitted".utf8)) }),
            ("says yes and goes on", { try StandIn.saying(permit().frame + [0]) }),
            ("says half a yes", { try StandIn.saying(Array(permit().frame.dropLast())) }),
            ("says yes and fails", { try StandIn.saying(permit().frame, exit: 65) }),
            ("says yes and crashes", { try StandIn.doing("write(1, answer, sizeof answer); abort();") }),
            ("says yes for nobody", { try StandIn.answering(permit(by: [])) }),
            ("says yes for a nameless approver", { try StandIn.answering(permit(by: [""])) }),
            ("says yes for the same approver twice", { try StandIn.answering(permit(by: ["ada", "ada"])) }),
            ("refuses by a rule with a line break", { try StandIn.answering(.refused(rule: "a\nb", detail: "")) }),
            ("never ends", { try StandIn.doing("for (;;) {}") }),
            ("writes without end", { try StandIn.doing("for (;;) write(1, answer, sizeof answer);") }),
            ("is no static program", { try StandIn.compile("int main(void) { return 0; }", as: .program) }),
        ]

        @Test(arguments: liars.map(\.0)) func `is not believed if it`(name: String) throws {
            let program = try #require(Self.liars.first { $0.0 == name }).1()
            let warden = try TestWarden(verifier: program)
            let traces = try HostTraces(of: warden)
            let result = try warden.run(Self.launch())
            #expect(result.report.verdict.name == .refused)
            #expect(result.report.verdict.rule == "verifier_failed", "\(result.report.verdict)")
            #expect(result.output == "")
            #expect(traces.left(traces.now) == [])
        }

        @Test func `that permits by one where the profile wants two lets nothing run`() throws {
            let warden = try TestWarden(verifier: StandIn.answering(Self.permit()))
            #expect(try warden.run(Self.launch(profile: "two")).report.verdict.rule == "verifier_failed")
            #expect(try warden.run(Self.launch()).report.verdict.name == .ok)
        }

        @Test func `that permits what is over lets nothing run`() throws {
            let warden = try TestWarden(verifier: StandIn.answering(Self.permit(until: 1)))
            #expect(try warden.run(Self.launch()).report.verdict.rule == "approval_expired")
        }

        @Test func `that refuses is repeated by rule and sentence`() throws {
            let warden = try TestWarden(
                verifier: StandIn.answering(.refused(rule: "some_rule", detail: "for a reason"))
            )
            let verdict = try warden.run(Self.launch()).report.verdict
            #expect(verdict.rule == "some_rule" && verdict.evidence == "for a reason")
        }

        @Test func `that is missing, or that others could write, lets no warden start`() throws {
            let path = try Self.copy(of: StandIn.agreeing())
            for spoil in [{ chmod(path, 0o777) }, { chown(path, 65_534, 0) }, { chmod(path, 0o644) }, { unlink(path) }]
            {
                chown(path, 0, 0)
                chmod(path, 0o755)
                _ = spoil()
                let warden = try TestWarden(verifier: path, awaitReady: false)
                guard case .reloadFailed(let text) = try warden.receive() else {
                    return #expect(Bool(false), "it started")
                }
                #expect(text.contains(path))
                #expect(warden.waitForEnd() == 1)
            }
        }

        @Test func `that others can write from now on lets nothing run`() throws {
            let path = try Self.copy(of: StandIn.agreeing())
            defer { unlink(path) }
            let warden = try TestWarden(verifier: path)
            chmod(path, 0o777)
            #expect(try warden.run(Self.launch()).report.verdict.rule == "verifier_failed")
            chmod(path, 0o755)
            #expect(try warden.run(Self.launch()).report.verdict.name == .ok)
        }

        @Test func `that agrees lets the launch through, and is named in the record`() throws {
            let warden = try TestWarden(verifier: StandIn.agreeing())
            let result = try warden.run(Self.launch())
            #expect(result.report.verdict.name == .ok, "\(result.report.verdict)")
            #expect(result.output == "ran\n")
            #expect(Self.approver(of: result.report)?.count == 16)
            #expect(result.report.controls.contains { $0.name == "trust" && $0.value.hasPrefix("sha256:") })
        }

        @Test func `is asked once for the same question, and again for another`() throws {
            let warden = try TestWarden(verifier: StandIn.agreeing(after: 300))
            var sessions: [SessionID] = []
            for _ in 0..<4 { sessions.append(try TestSession.launch(Self.launch(), on: warden).id) }
            var answers: Set<String?> = []
            // They may end in another order than they came.
            while !sessions.isEmpty {
                guard case .finished(let report) = try warden.receive() else { continue }
                sessions.removeAll { $0 == report.session }
                answers.insert(Self.approver(of: report))
            }
            answers.insert(Self.approver(of: try warden.run(Self.launch()).report))
            #expect(answers.count == 1 && !answers.contains(nil), "one answer for all: \(answers)")
            answers.insert(Self.approver(of: try warden.run(Self.launch(profile: "wider")).report))
            answers.insert(Self.approver(of: try warden.run(Self.launch("echo other")).report))
            var evidence = try Self.launch()
            evidence.show(SignedStatement(statement: Array("other".utf8), signatures: []))
            answers.insert(Self.approver(of: try warden.run(evidence).report))
            try warden.write("# another trust\n", to: "trust/allowed_signers")
            answers.insert(Self.approver(of: try warden.run(Self.launch()).report))
            #expect(answers.count == 5 && !answers.contains(nil), "one answer for each: \(answers)")
        }

        private static func approver(of report: SessionReport) -> String? {
            report.controls.first { $0.name == "approver" }?.value
        }

        private static func copy(of program: String) throws -> String {
            let path = "\(program)-\(UUID().uuidString)"
            try FileManager.default.copyItem(atPath: program, toPath: path)
            return path
        }
    }
}
